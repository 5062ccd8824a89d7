"""Every page's address. What each asks of its reader is said above the view (doors.py)."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from amanah.web.pages import (
    audit,
    board,
    board_map,
    cases,
    cash,
    destroyed,
    families,
    flooded,
    home,
    home_place,
    homes,
    letters,
    lists,
    maps,
    pairs,
    patterns,
    phones,
    photos,
    rejections,
    rounds,
    samples,
    tagging,
    takein,
    today,
    unfair,
    verdicts,
)


class Sha256:
    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Nopen(Sha256):
    regex = "[0-9]{5}"


register_converter(Sha256, "sha256")
register_converter(Nopen, "nopen")

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("login/", home.sign_in, name="login"),
    path("logout/", home.sign_out, name="logout"),
    path("language/", home.change_language, name="language"),
    path("cek/", letters.check, name="letter_check"),
    path("today/", today.today, name="today"),
    path("maps/", maps.page, name="maps"),
    path("maps/<nopen:nopen>/live.json", maps.live, name="map_live"),
    path("maps/<nopen:nopen>/homes.json", maps.homes, name="map_homes"),
    path("maps/<nopen:nopen>/failing.json", maps.failing, name="map_heat"),
    path("maps/<nopen:nopen>/ground.pmtiles", maps.ground, name="map_ground"),
    path("maps/<nopen:nopen>/homes.pmtiles", maps.home_tiles, name="map_home_tiles"),
    path("maps/<nopen:nopen>/export/", maps.export, name="map_export"),
    path("families/", families.listing, name="families"),
    path("families/<uuid:family>/", families.family, name="family"),
    path("families/<uuid:family>/numbers/", families.numbers, name="family_numbers"),
    path("families/<uuid:family>/code/", families.code, name="family_code"),
    path("families/<uuid:family>/camera/", families.camera, name="family_camera"),
    path("families/<uuid:family>/face/", families.enrol_face, name="family_face"),
    path("families/<uuid:family>/home/", home_place.correct, name="family_home"),
    path("families/<uuid:family>/home/take-back/", home_place.take_back, name="family_home_back"),
    path("homes/", homes.listing, name="homes"),
    path("homes/<nopen:nopen>/", homes.office, name="homes_office"),
    path("homes/<nopen:nopen>/homes.csv", homes.file, name="homes_file"),
    path("visits/<uuid:visit>/", families.visit, name="visit"),
    path("visits/<uuid:visit>/complaint/", patterns.complain, name="visit_complain"),
    path("photos/<sha256:sha256>", photos.photo, name="photo"),
    path("rounds/", rounds.listing, name="rounds"),
    path("rounds/<uuid:round_id>/", rounds.one, name="round"),
    path("rounds/<uuid:round_id>/map/", maps.round_map, name="round_map"),
    path("rounds/<uuid:round_id>/way.json", maps.round_way, name="round_way"),
    path("rounds/<uuid:round_id>/lease/", rounds.lease, name="round_lease"),
    path("rounds/<uuid:round_id>/take-over/", rounds.take_over, name="round_take_over"),
    path("rounds/<uuid:round_id>/move/", board.move, name="round_move"),
    path("rounds/<uuid:round_id>/pass-on/", board.pass_on, name="round_pass_on"),
    path("rounds/<uuid:round_id>/cash/", rounds.hand_cash, name="round_cash"),
    path("offices/<nopen:nopen>/rounds/", board.board, name="rounds_board"),
    path("offices/<nopen:nopen>/rounds/ways.json", board_map.ways, name="rounds_board_ways"),
    path("offices/<nopen:nopen>/rounds/go-around/", flooded.go_around, name="rounds_go_around"),
    path("offices/<nopen:nopen>/plan/", rounds.plan, name="rounds_plan"),
    path("offices/<nopen:nopen>/plan-tagging/", tagging.plan, name="tagging_plan"),
    path("offices/<nopen:nopen>/enrolment/", phones.open_enrolment, name="enrolment"),
    path("phones/", phones.listing, name="phones"),
    path("phones/take-in/", takein.page, name="take_in"),
    path("phones/<uuid:phone>/", phones.one, name="phone"),
    path("phones/<uuid:phone>/replace/", phones.replace, name="phone_replace"),
    path("phones/<uuid:phone>/revoke/", phones.revoke, name="phone_revoke"),
    path("phones/<uuid:phone>/open-letter/", phones.open_letter, name="phone_open_letter"),
    path("phones/<uuid:phone>/take-in/events/", takein.events, name="take_in_events"),
    path("phones/<uuid:phone>/take-in/photos/<sha256:sha256>/", takein.photo, name="take_in_photo"),
    path("cases/", cases.listing, name="cases"),
    path("cases/precision/", patterns.precision, name="cases_precision"),
    path("cases/<uuid:case>/", cases.case, name="case"),
    path("cases/<uuid:case>/close/", cases.close, name="case_close"),
    path("cases/<uuid:case>/answer/", unfair.answer, name="case_answer"),
    path("cases/<uuid:case>/judge/", pairs.judge, name="case_judge"),
    path("cases/<uuid:case>/resolve/", cases.resolve, name="case_resolve"),
    path("cases/<uuid:case>/call-back/", samples.call_back, name="case_call_back"),
    path("samples/", samples.listing, name="samples"),
    path("samples/<uuid:sample>/", samples.one, name="sample"),
    path("cash/", cash.listing, name="cash"),
    path("cash/<uuid:round_id>/count/", cash.count, name="cash_count"),
    path("lists/", lists.listing, name="lists"),
    path("lists/receive/", lists.receive, name="list_receive"),
    path("lists/<uuid:batch>/", lists.batch, name="batch"),
    path("lists/<uuid:batch>/refused.csv", lists.refusals, name="batch_refusals"),
    path("lists/<uuid:batch>/references/", lists.references, name="batch_references"),
    path("lists/<uuid:batch>/allocate/", lists.allocate, name="batch_allocate"),
    path("offices/<nopen:nopen>/letters/<uuid:stage>.pdf", lists.letters, name="letters"),
    path("faces/", rejections.rejections, name="rejections"),
    path("verdicts/", verdicts.listing, name="verdicts"),
    path("verdicts/<uuid:verdict>/", verdicts.verdict, name="verdict"),
    path("verdicts/<uuid:verdict>/decide/", verdicts.decide, name="verdict_decide"),
    path("stages/<uuid:stage>/decide/", verdicts.decide_many, name="verdicts_decide"),
    path("stages/<uuid:stage>/next/", verdicts.open_next, name="stage_next"),
    path("audit/", audit.audit, name="audit"),
    path("audit/sound/", audit.sound, name="audit_sound"),
    path("audit/looks/", audit.looks, name="audit_looks"),
    path("audit/ledger/", audit.accounts, name="audit_ledger"),
    path("audit/account/", audit.account, name="audit_account"),
    path("audit/destroyed/", destroyed.destroyed, name="audit_destroyed"),
    path("audit/destroyed/<uuid:certificate>/", destroyed.certificate, name="audit_certificate"),
]
