use serde_json::{Value, json};

use super::{FromJson, ToJson, from_value, word};

#[test]
fn names_are_those_of_the_wire() {
    assert_eq!(word!(field acknowledged_by), "acknowledgedBy");
    assert_eq!(word!(field id), "id");
    assert_eq!(word!(field kind "type"), "type");
    assert_eq!(word!(kebab NotBooked), "not-booked");
    assert_eq!(word!(snake InProgress), "in_progress");
}

#[test]
fn the_first_fault_is_told_with_its_place() {
    let pairs = json!([[1, "a"], [2, 3], [4]]);
    let fault = from_value::<Vec<(u32, String)>>(&pairs).unwrap_err();
    assert_eq!(fault.path, "[1][1]");
    assert_eq!(from_value::<u32>(&json!(-1)).unwrap_err().path, "");
}

#[test]
fn numbers_keep_to_their_type() {
    fn reads<T: FromJson + ToJson>(value: Value) -> bool {
        from_value::<T>(&value).is_ok_and(|read| read.to_json() == value)
    }
    assert!(reads::<u8>(json!(255)) && !reads::<u8>(json!(256)));
    assert!(reads::<u32>(json!(u32::MAX)) && !reads::<u32>(json!(-1)));
    assert!(reads::<i64>(json!(i64::MIN)) && !reads::<i64>(json!(1.5)));
    assert!(reads::<u64>(json!(i64::MAX)) && !reads::<u64>(json!("1")));
}
