import pytest

from storage.embedded.document_table import DocumentTable

ONE, TWO = b'{"owner":"a"}', b'{"owner":"b"}'


def table(**documents: bytes) -> DocumentTable:
    return DocumentTable(["owner"], dict(documents))


def test_a_view_stays_as_it_was_whatever_is_changed() -> None:
    live = table(a=ONE, b=ONE, c=TWO)
    view = live.view()
    live.set("a", TWO)
    live.set("b", None)
    live.set("b", TWO)
    live.set("c", None)
    live.set("d", ONE)

    assert dict(view) == {"a": ONE, "b": ONE, "c": TWO}
    assert len(view) == 3
    assert dict(live.view()) == {"a": TWO, "b": TWO, "d": ONE}


def test_a_view_does_not_hold_what_came_later() -> None:
    live = table(a=ONE)
    view = live.view()
    live.set("b", ONE)

    assert "b" not in view


def test_a_page_of_a_view_holds_what_was_there_when_it_began() -> None:
    live = table(a=ONE, b=TWO)
    view = live.view()
    untouched = view.page("ab")
    live.set("a", TWO)
    live.set("b", None)
    live.set("c", ONE)

    assert untouched == [ONE, TWO]
    assert view.page("ab") == [ONE, TWO]
    with pytest.raises(KeyError):
        view.page("ac")


def test_the_entries_of_a_view_number_its_documents() -> None:
    live = table(a=ONE, b=TWO)
    live.set("a", None)
    live.set("c", ONE)
    live.set("a0", TWO)
    ((sums, rows),) = live.view().entries()
    numbers = {one: [row for held, row in zip(sums, rows, strict=True) if held == one] for one in sums}

    assert sorted(numbers.values(), key=len, reverse=True) == [[0, 1, 2], [0, 1], [2]]


def test_rows_that_were_given_up_are_used_again() -> None:
    live = table(a=ONE)
    for number in range(10):
        live.set(f"b{number}", ONE)
        live.set(f"b{number}", None)

    assert len(live._keys) == 2
    assert list(live.find({"owner": "a"})) == ["a"]


def test_two_conditions_narrow_each_other() -> None:
    live = DocumentTable(["owner", "status"], dict.fromkeys("abc", b'{"owner":"a","status":"open"}'))
    live.set("b", b'{"owner":"a","status":"closed"}')

    assert list(live.find({"owner": "a", "status": "closed"})) == ["b"]
    assert list(live.find({"status": "open", "owner": "a"}, backwards=True)) == ["c", "a"]
