//! Records of more properties than a word has bits.

use clientwright_runtime::{Value, record};

use crate::{pass_on, read};

/// More properties than one word has bits.
struct Wide {
    p0: i64,
    p1: i64,
    p2: i64,
    p3: i64,
    p4: i64,
    p5: i64,
    p6: i64,
    p7: i64,
    p8: i64,
    p9: i64,
    p10: i64,
    p11: i64,
    p12: i64,
    p13: i64,
    p14: i64,
    p15: i64,
    p16: i64,
    p17: i64,
    p18: i64,
    p19: i64,
    p20: i64,
    p21: i64,
    p22: i64,
    p23: i64,
    p24: i64,
    p25: i64,
    p26: i64,
    p27: i64,
    p28: i64,
    p29: i64,
    p30: i64,
    p31: i64,
    p32: i64,
    p33: i64,
    p34: i64,
    p35: i64,
    p36: i64,
    p37: i64,
    p38: i64,
    p39: i64,
    p40: i64,
    p41: i64,
    p42: i64,
    p43: i64,
    p44: i64,
    p45: i64,
    p46: i64,
    p47: i64,
    p48: i64,
    p49: i64,
    p50: i64,
    p51: i64,
    p52: i64,
    p53: i64,
    p54: i64,
    p55: i64,
    p56: i64,
    p57: i64,
    p58: i64,
    p59: i64,
    p60: i64,
    p61: i64,
    p62: i64,
    p63: i64,
    p64: i64,
    p65: i64,
    p66: i64,
    p67: i64,
    p68: i64,
    p69: i64,
}

record! { Wide {
    required p0; required p1; required p2; required p3; required p4; required p5; required p6; required p7; required p8; required p9;
    required p10; required p11; required p12; required p13; required p14; required p15; required p16; required p17; required p18; required p19;
    required p20; required p21; required p22; required p23; required p24; required p25; required p26; required p27; required p28; required p29;
    required p30; required p31; required p32; required p33; required p34; required p35; required p36; required p37; required p38; required p39;
    required p40; required p41; required p42; required p43; required p44; required p45; required p46; required p47; required p48; required p49;
    required p50; required p51; required p52; required p53; required p54; required p55; required p56; required p57; required p58; required p59;
    required p60; required p61; required p62; required p63; required p64; required p65; required p66; required p67; required p68; required p69;
} }

fn wide() -> Vec<(String, Value)> {
    (0..70).map(|index| (format!("p{index}"), index.into())).collect()
}

#[test]
fn a_record_may_have_more_than_64_properties() {
    let text = Value::Object(wide().into_iter().collect()).to_string();
    assert_eq!(pass_on::<Wide>(&text), text);
    let reversed = Value::Object(wide().into_iter().rev().collect()).to_string();
    assert_eq!(pass_on::<Wide>(&reversed), text);
}

#[test]
fn each_of_more_than_64_properties_is_missed_and_may_come_once() {
    for index in [0, 63, 64, 69] {
        let mut entries = wide();
        let (name, _) = entries.remove(index);
        let text = Value::Object(entries.into_iter().collect()).to_string();
        let error = read::<Wide>(&text).expect_err("one is missing");
        assert_eq!(error.message(), format!("missing field `{name}`"));

        let all = Value::Object(wide().into_iter().collect()).to_string();
        let twice = format!("{{\"{name}\":1,{}", &all[1..]);
        let error = read::<Wide>(&twice).expect_err("one comes twice");
        assert_eq!(error.message(), format!("duplicate field `{name}`"));
    }
}
