"""A picture goes with an alert: in its message where it fits, beside it where it does not."""

from datetime import timedelta

from storage import files, media
from storage.alerts import alert
from storage.files import file
from tests.office import Office, Officer
from tests.services.test_media import document, fetched, files_sent_to, given_up, photo

SEND = "✅ Пошаљи"


def writes(officer: Officer, text: str = "Возило ка граници.") -> None:
    officer.says(f"/alert {text}")
    officer.taps("‼ Непосредна опасност")


def test_it_is_in_the_message_of_everybody_it_is_for(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    writes(dragan)
    dragan.shares(**photo())
    fetched(office)
    dragan.taps("👥 Примаоци")
    dragan.taps("✔ Готово")
    assert "📷 1" in dragan.last["text"]
    dragan.taps(SEND)
    (key,) = [row["key"] for row in office.rows(file)]
    for officer in (mila, ana):
        assert files_sent_to(officer) == [key]
        assert officer.last["attachment"]["kind"] == "photo"
        assert "Возило ка граници." in officer.last["text"]
    mila.taps("Примљено")


def test_a_long_text_has_it_beside_it(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    writes(dragan, "Возило. " * 200)
    dragan.shares(**document("a.jpg", "image/jpeg"))
    fetched(office)
    dragan.taps(SEND)
    assert len(mila.chat) == 2
    assert "attachment" not in mila.chat[0]
    assert files_sent_to(mila) == [row["key"] for row in office.rows(file)]


def test_one_picture_only_and_none_where_it_is_left_out(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    writes(dragan)
    dragan.shares(**photo())
    dragan.shares(**photo("b"))
    fetched(office)
    dragan.taps("⋯ Више")
    dragan.taps("✖ Без слике")
    dragan.taps("✔ Готово")
    dragan.taps(SEND)
    assert files_sent_to(mila) == []
    assert office.rows(alert)[-1]["file_key"] is None


def test_nothing_goes_while_it_is_being_fetched(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    writes(dragan)
    dragan.shares(**photo())
    assert dragan.taps(SEND).startswith("Слика се још преузима")
    assert (office.rows(alert), mila.chat) == ([], [])
    given_up(office, "unreadable")
    dragan.taps(SEND)
    assert files_sent_to(mila) == []


def test_what_is_no_picture_is_refused(office: Office, mila: Officer, dragan: Officer) -> None:
    writes(dragan)
    for sent in (
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        document("a.exe", "application/octet-stream"),
    ):
        dragan.shares(**sent)
        assert office.rows(media.media) == [], dragan.texts[-1]
    dragan.taps(SEND)
    assert office.rows(alert)[-1]["file_key"] is None


def test_it_stays_as_long_as_its_alert(office: Office, mila: Officer, dragan: Officer) -> None:
    writes(dragan)
    dragan.shares(**photo())
    fetched(office)
    dragan.taps(SEND)
    later = office.now + timedelta(days=60)
    office.run(lambda session: media.forget(session, later))
    key = office.rows(alert)[-1]["file_key"]
    assert office.run(lambda session: files.get(session, key)) is not None
