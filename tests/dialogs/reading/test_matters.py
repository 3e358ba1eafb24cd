from dialogs.model.script import Choice
from dialogs.reading.matters import matters

NETWORK = Choice("network", {"en": "Network"}, ("internet", "宽带"))
STAFF = Choice("staff", {"en": "Staff"}, ("rude", "态度"))
KINDS = (STAFF, NETWORK)


def test_two_clauses_of_two_kinds_are_two_matters_in_the_order_in_which_they_are_told() -> None:
    assert matters(KINDS, "My internet is slow, and the technician was rude") == [NETWORK, STAFF]
    assert matters(KINDS, "宽带很慢而且师傅态度差") == [NETWORK, STAFF]


def test_one_clause_of_two_kinds_and_two_of_one_kind_tell_of_no_second_matter() -> None:
    assert matters(KINDS, "The rude man broke my internet") == []
    assert matters(KINDS, "My internet is slow. My internet was slow last week too.") == [NETWORK]
