"""What each pattern says of its numbers: Indonesian, English. Filled from the flag's own numbers, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping

from amanah.oversight.rules.patterns.types import Pattern
from amanah.values.problem import Sentence

_RUPIAH = re.compile(r"Rp[0-9,]*[0-9]")  # Indonesian writes Rp50.000
_SAID = {
    Pattern.TELEPORT: Sentence(
        "Tidak mungkin ke sana dan kembali secepat itu: {visits:.0f} dari {marks:.0f} titik.",
        "Nobody gets there and back so fast: {visits:.0f} of {marks:.0f} marks.",
    ),
    Pattern.COPIED_PLACE: Sentence(
        "{visits:.0f} dari {of:.0f} kunjungan memakai koordinat yang persis sama dengan milik keluarga lain "
        "(sampai {families:.0f} keluarga pada satu titik).",
        "{visits:.0f} of {of:.0f} visits bear exactly the coordinates of another family "
        "(up to {families:.0f} families on one point).",
    ),
    Pattern.PERFECT_FIXES: Sentence(
        "{visits:.0f} dari {bursts:.0f} titik tidak bergetar sama sekali (sebaran 0 m); GPS sungguhan bergetar.",
        "{visits:.0f} of {bursts:.0f} marks didn't jitter at all (spread 0 m); a true GPS does.",
    ),
    Pattern.CAMPING: Sentence(
        "{visits:.0f} dari {paid:.0f} pembayaran dilakukan di satu tempat, padahal rumah mereka di tempat lain "
        "(tengah {away_m:.0f} m).",
        "{visits:.0f} of {paid:.0f} payments were made at one spot, with their homes elsewhere "
        "(median {away_m:.0f} m).",
    ),
    Pattern.DISTANCE_RATIO: Sentence(
        "{again:.0f} keluarga ditandai {moved_m:.0f} m dari titiknya yang dulu, padahal antar kunjungan {hop_m:.0f} m "
        "(rasio {ratio:.1f}).",
        "{again:.0f} families were marked {moved_m:.0f} m from their former mark, with {hop_m:.0f} m between visits "
        "(ratio {ratio:.1f}).",
    ),
    Pattern.SHORT_DWELL: Sentence(
        "{visits:.0f} kunjungan yang dibayar berlangsung {own:.0f} detik (tengah); rekan sekantor {peers:.0f} detik "
        "(z {z:.1f}).",
        "{visits:.0f} paid visits took {own:.0f} s (median); the office's others {peers:.0f} s (z {z:.1f}).",
    ),
    Pattern.FAST_PACE: Sentence(
        "Pada {visits:.0f} kunjungan, dari pintu ke pintu {own:.2f} kali waktu yang wajar untuk jaraknya; rekan "
        "sekantor {peers:.2f} kali (z {z:.1f}).",
        "In {visits:.0f} visits, from door to door in {own:.2f} times what the way takes; the office's others "
        "{peers:.2f} times (z {z:.1f}).",
    ),
    Pattern.NIGHT: Sentence(
        "{visits:.0f} dari {paid:.0f} pembayaran terjadi antara pukul {from_h:.0f}.00 dan {to_h:.0f}.00.",
        "{visits:.0f} of {paid:.0f} payments were made between {from_h:.0f}:00 and {to_h:.0f}:00.",
    ),
    Pattern.HOLIDAY: Sentence(
        "{visits:.0f} pembayaran pada hari libur; hanya {working:.0f} dari {payers:.0f} juru bayar bekerja hari itu.",
        "{visits:.0f} payments on a holiday; only {working:.0f} of {payers:.0f} payers worked that day.",
    ),
    Pattern.SAME_PHOTO: Sentence(
        "{visits:.0f} dari {of:.0f} kunjungan membawa foto yang sama persis dengan foto keluarga lain "
        "(sampai {families:.0f} keluarga).",
        "{visits:.0f} of {of:.0f} visits bring the very photo of another family (up to {families:.0f} families).",
    ),
    Pattern.NEAR_COPY: Sentence(
        "{visits:.0f} kunjungan membawa foto keluarga lain yang dipotong atau disimpan ulang (mirip {likeness:.3f}).",
        "{visits:.0f} visits bring another family's photo, cut or saved anew (likeness {likeness:.3f}).",
    ),
    Pattern.SAME_HOUSE: Sentence(
        "{visits:.0f} kunjungan memotret rumah yang sama untuk keluarga yang tinggal berjauhan "
        "({likeness:.0f} sudut cocok).",
        "{visits:.0f} visits show one house for families that live apart ({likeness:.0f} corners agree).",
    ),
    Pattern.SAME_FACE: Sentence(
        "{visits:.0f} kunjungan kepada keluarga yang wajahnya serupa dengan keluarga lain (kemiripan {likeness:.2f}).",
        "{visits:.0f} visits to families whose face is like another family's (likeness {likeness:.2f}).",
    ),
    Pattern.STAFF_FACE: Sentence(
        "{visits:.0f} kunjungan dengan wajah yang serupa dengan petugas (kemiripan {likeness:.2f}).",
        "{visits:.0f} visits with a face like that of somebody who works here (likeness {likeness:.2f}).",
    ),
    Pattern.CLOCK: Sentence(
        "Jam HP tidak cocok pada {visits:.0f} kunjungan: {back:.0f} dengan jam mundur terhadap pencacahnya, "
        "{ends_first:.0f} berakhir sebelum mulai, {ahead:.0f} sesudah diterima server (terjauh {most_min:.0f} menit).",
        "The phone's clock doesn't fit in {visits:.0f} visits: {back:.0f} by a clock set back against its counter, "
        "{ends_first:.0f} end before they start, {ahead:.0f} after the house had them ({most_min:.0f} min at most).",
    ),
    Pattern.FAILURES: Sentence(
        "{hits:.0f} dari {of:.0f} kunjungan gagal; pada rekan sekantor {peers:.0%}.",
        "{hits:.0f} of {of:.0f} visits failed; {peers:.0%} of the office's others'.",
    ),
    Pattern.OTHER_WAYS: Sentence(
        "{hits:.0f} dari {of:.0f} kunjungan memakai cara lain daripada wajah; pada rekan sekantor {peers:.0%}.",
        "{hits:.0f} of {of:.0f} visits took another way than the face; {peers:.0%} of the office's others'.",
    ),
    Pattern.SAME_FEW: Sentence(
        "{families:.0f} keluarga selalu dibayar lewat cara lain oleh juru bayar ini (sampai {times:.0f} kali), "
        "tidak pernah lewat wajah.",
        "{families:.0f} families are always paid another way by this payer (up to {times:.0f} times), "
        "never by the face.",
    ),
    Pattern.WITNESS: Sentence(
        "Satu saksi bersaksi untuk {families:.0f} keluarga yang berjauhan sampai {span_m:.0f} m.",
        "One witness vouched for {families:.0f} families up to {span_m:.0f} m apart.",
    ),
    Pattern.REPRESENTATIVE: Sentence(
        "Satu nama menerima sebagai wakil untuk {families:.0f} keluarga.",
        "One name received on behalf of {families:.0f} families.",
    ),
    Pattern.APPROVER: Sentence(
        "{together:.0f} dari {approver:.0f} persetujuan seorang pengawas diberikan kepada juru bayar ini, yang "
        "menerima {payer:.0f} dari seluruh {of:.0f}.",
        "{together:.0f} of a supervisor's {approver:.0f} approvals went to this payer, who got {payer:.0f} of all "
        "{of:.0f}.",
    ),
    Pattern.COLLEAGUE: Sentence(
        "Untuk {families:.0f} keluarga, saksi atau wakilnya bernama sama dengan juru bayar lain di kantor ini.",
        "For {families:.0f} families the witness or representative bears the name of another payer of this office.",
    ),
    Pattern.SHORT_PAID: Sentence(
        "{visits:.0f} keluarga mengatakan menerima kurang dari suratnya, seluruhnya Rp{missing:,.0f}.",
        "{visits:.0f} families say they got less than their letter, Rp{missing:,.0f} in all.",
    ),
}


def said(kind: Pattern, numbers: Mapping[str, float]) -> Sentence:
    """The kind's sentence with its numbers; names of people are never in it, they stand in the evidence."""
    sentence = _SAID[kind]
    return Sentence(_RUPIAH.sub(_dotted, sentence.id.format_map(numbers)), sentence.en.format_map(numbers))


def _dotted(rupiah: re.Match[str]) -> str:
    return rupiah[0].replace(",", ".")
