// The network between one device and the server: a proxy of its own that can be cut, or swallow.
import { type AddressInfo, type Server as Listener, type Socket, connect, createServer } from "node:net";

export class Network {
  private readonly sockets = new Set<Socket>();
  private state: "up" | "cut" | "swallows" = "up";

  private constructor(
    private readonly listener: Listener,
    readonly url: string,
  ) {}

  /** A proxy before the server at `target`. */
  static async before(target: string) {
    const { hostname, port } = new URL(target);
    const listener = createServer();
    await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
    const network = new Network(listener, `http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
    listener.on("connection", (near) => {
      if (network.state === "cut") return near.destroy();
      if (network.state === "swallows") return network.swallowed(near);
      const far = connect(Number(port), hostname);
      for (const [one, other] of [[near, far], [far, near]]) {
        network.sockets.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          network.sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    return network;
  }

  /** Nothing goes through, and what was open is gone. */
  cut() {
    this.state = "cut";
    for (const socket of this.sockets) socket.destroy();
  }

  /** Everything is taken and nothing ever answered, as in a half-dead Wi-Fi; what hangs then stays so. */
  swallow() {
    this.state = "swallows";
    for (const socket of this.sockets) this.swallowed(socket);
  }

  private swallowed(socket: Socket) {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
    socket.unpipe();
    socket.resume();
  }

  /** What is opened from now on goes through. */
  mend() {
    this.state = "up";
  }

  async close() {
    this.cut();
    await new Promise((closed) => this.listener.close(closed));
  }
}
