"""What the program is made of: every package of the lock with a licence that fits, and a bill of materials of it."""

from bench.supply_chain import LOCK, REASONS, bill_of_materials, components, licences_page

WRITTEN = LOCK.read_text("utf-8")
PAGE = LOCK.parent / "docs" / "licences.md"


def test_the_page_tells_the_licences_of_the_lock() -> None:
    assert licences_page(WRITTEN) == PAGE.read_text("utf-8").rstrip("\n"), "run: make licences"


def test_each_licence_that_asks_for_more_than_a_name_has_its_reason_and_no_other_has() -> None:
    assert {one.name for one in components(WRITTEN) if not one.is_permissive} == REASONS.keys()


def test_the_bill_holds_each_package_of_the_lock_once_with_its_licence_and_hashes() -> None:
    bill = bill_of_materials(WRITTEN)
    pinned = {line.split()[0] for line in WRITTEN.splitlines() if "==" in line.split(";")[0]}
    parts = bill["components"]

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert sorted(f"{part['name']}=={part['version']}" for part in parts) == sorted(pinned)
    assert len({part["bom-ref"] for part in parts}) == len(parts)
    assert all(part["licenses"][0]["expression"] for part in parts)
    assert all(part["externalReferences"][0]["hashes"] for part in parts)
