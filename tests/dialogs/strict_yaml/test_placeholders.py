from dialogs.strict_yaml.placeholders import fill


def test_a_name_in_braces_becomes_its_value_and_an_unknown_one_stays() -> None:
    assert fill("{reference} by {due}", {"reference": "T-1"}) == "T-1 by {due}"
