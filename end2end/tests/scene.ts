// The two parties that the proof is played on, made over the wire by Alice: A is left for her to
// book on her screen, B is booked already, and both need charcoal in the same week.
import { Remote, uuidv7 } from "./api";
import type { Server } from "./server";

export type Scene = { alice: Remote; partyA: string; partyB: string; brisket: string; charcoal: string };

/** Two days after each other in one week, two to six days from now. */
function days() {
  const day = new Date();
  const weekday = (day.getUTCDay() + 6) % 7;
  day.setUTCDate(day.getUTCDate() + (weekday <= 2 ? 2 : 8 - weekday));
  const first = day.toISOString().slice(0, 10);
  day.setUTCDate(day.getUTCDate() + 1);
  return { first, second: day.toISOString().slice(0, 10) };
}

export async function setScene(server: Server): Promise<Scene> {
  const alice = await Remote.signIn(server.url, "alice@demo.example", server.password());
  const [brisket, charcoal, dish, partyA, partyB] = Array.from({ length: 5 }, uuidv7);
  const { first, second } = days();
  const product = (productId: string, name: string, unit: string, category: string) => ({
    type: "put-product",
    data: { productId, name, unit, category, price: 1500, allergens: { known: [] } },
  });
  const party = (budgetId: string, name: string, date: string) => ({
    type: "create-budget",
    data: { budgetId, name, date, servingTime: "19:00", guests: 12, limit: 300000 },
  });
  const bags = (budgetId: string, amount: string) => ({
    type: "put-budget-line",
    data: {
      lineId: uuidv7(),
      budgetId,
      category: "other",
      text: "Charcoal",
      productId: charcoal,
      quantity: { amount, unit: "bag" },
    },
  });
  await alice.must(
    product(brisket, "Brisket", "kg", "meat"),
    product(charcoal, "Briquettes", "bag", "supplies"),
    {
      type: "put-dish",
      data: {
        dishId: dish,
        name: "Smoked brisket",
        course: "main",
        serves: 10,
        prepMinutes: 60,
        cookMinutes: 240,
        ingredients: [{ productId: brisket, quantity: { amount: "10", unit: "kg" } }],
        steps: [{ text: "Light the smoker", minutes: 20 }],
      },
    },
    party(partyA, "Harvest supper", first),
    {
      type: "put-budget-line",
      data: { lineId: uuidv7(), budgetId: partyA, category: "food", text: "Brisket", dishId: dish },
    },
    bags(partyA, "2"),
    { type: "set-budget-status", data: { budgetId: partyA, status: "pending" } },
    party(partyB, "Village fair", second),
    bags(partyB, "3"),
    { type: "set-budget-status", data: { budgetId: partyB, status: "reserva" } },
  );
  return { alice, partyA, partyB, brisket, charcoal };
}
