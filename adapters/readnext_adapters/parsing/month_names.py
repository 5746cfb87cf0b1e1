"""Names of months in the languages of feeds, from the Unicode CLDR.

Folded as `readnext.matching.names.fold` does. Where two languages give one word to two
months ("listopad"), the more widespread language has it.
"""

from __future__ import annotations

import re

from readnext.matching.names import fold

_NAMES = (
    "ean eanair ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar "
    "jan janeiro januar januara januari january janv janvaris janvier led leden "
    "ledna oca ocak saus sausio sausis sij sijecanj sijecnja sty styczen stycznia "
    "tammi tammikuu tammikuuta urt urtarrila xan xaneiro ιαν ιανουαριοσ ιανουαριου "
    "січ січень січня янв январь января яну януари ינואר يناير ژانویه",
    "chw chwef chwefror feabh feabhra feb febbraio febr febreiro febrer febrero "
    "februar februara februari februarie februaris february fev fevereiro fevr "
    "fevrier helmi helmikuu helmikuuta lut lutego luty ots otsaila sub subat uno "
    "unor unora vas vasario vasaris veebr veebruar velj veljaca veljace φεβ "
    "φεβρουαριοσ φεβρουαριου лют лютии лютого фев февр февраль февраля февруари "
    "פברואר فبراير فوریه",
    "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mar marc "
    "marca march marcius marco marec maret mars mart marta martie marts martxoa "
    "marz marzec marzo maw mawrth mrt ozu ozujak ozujka μαρ μαρτιοσ μαρτιου бер "
    "березень березня мар март марта מרץ مارس mrz maerz",
    "abr abril aib aibrean api apirila apr april aprila aprile aprilie aprilis "
    "aprill avr avril bal balandis balandzio dub duben dubna ebr ebrill huhti "
    "huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan tra travanj travnja απρ "
    "απριλιοσ απριλιου апр апрель апреля април квіт квітень квітня אפריל ابريل "
    "اوریل",
    "beal bealtaine geg geguze geguzes kve kveten kvetna mag maggio mai maiatza "
    "maig maijs maio maj maja majus may mayis mayo mei svi svibanj svibnja touko "
    "toukokuu toukokuuta μαι μαιοσ μαιου маи мая трав травень травня מאי مايو",
    "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu "
    "giugno haz haziran iun iunie juin jun juna june junho juni junij junijs junio "
    "junius juny juuni kesa kesakuu kesakuuta lipanj lipnja meh mehefin meith "
    "meitheamh xuno ιουν ιουνιοσ ιουνιου июн июнь июня черв червень червня юни יוני "
    "يونيو ژوين",
    "cervence cervenec cvc gor gorff gorffennaf heina heinakuu heinakuuta iuil iul "
    "iulie juil juillet jul jula julho juli julij julijs julio juliol julius july "
    "juuli liep liepa liepos lip lipca lipiec lug luglio srpanj srpnja tem temmuz "
    "uzt uztaila xul xullo ιουλ ιουλιοσ ιουλιου июл июль июля лип липень липня юли "
    "יולי يوليو ژويیه",
    "abu abuztua ago agost agosto agu agust agustos agustus aout aug august augusta "
    "augusti augusts augustus augusztus avg avgust awst elo elokuu elokuuta kol "
    "kolovoz kolovoza lun lunasa rugp rugpjucio rugpjutis sie sierpien sierpnia srp "
    "srpen srpna αυγ αυγουστοσ αυγουστου авг август августа серп серпень серпня "
    "אוגוסט اغسطس اوت अगसत",
    "eyl eylul ira iraila medi mfomh rugs rugsejis rugsejo ruj rujan rujna sep sept "
    "september septembra septembre septembrie septembris septiembre set setembre "
    "setembro settembre syys syyskuu syyskuuta szept szeptember wrz wrzesien "
    "wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου вер вересень вересня сент "
    "сентябрь сентября сеп септември ספטמבר سبتمبر سپتامبر",
    "dfomh eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie "
    "octubre okt oktober oktobra oktobris oktoober ott ottobre out outubro paz "
    "pazdziernik pazdziernika rij rijen rijna spal spalio spalis urr urria οκτ "
    "οκτωβριοσ οκτωβριου жовт жовтень жовтня окт октомври октябрь октября אוקטובר "
    "اكتوبر اکتبر",
    "aza azaroa kas kasim lapkr lapkricio lapkritis lis listopad listopada "
    "listopadu marras marraskuu marraskuuta noiembrie nov november novembra "
    "novembre novembris novembro noviembre samh samhain stu studeni studenoga tach "
    "tachwedd νοε νοεμβριοσ νοεμβριου лист листопад листопада ное ноември нояб "
    "ноябрь ноября נובמבר نوامبر نوفمبر",
    "abe abendua ara aralik dec december decembra decembre decembrie decembris "
    "decembro des desember desembre dets detsember dez dezember dezembro dic "
    "dicembre diciembre gru grudnia grudzien gruod gruodis gruodzio joulu joulukuu "
    "joulukuuta noll nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr "
    "δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабрь декабря декември "
    "דצמבר دسامبر ديسمبر decem",
)

MONTH_OF: dict[str, int] = {
    name: number for number, names in enumerate(_NAMES, 1) for name in names.split()
}


def named_month(text: str) -> int | None:
    """Return the month that the first word of a text names, in any of the languages.

    >>> named_month("Mai"), named_month("Dezember/Januar"), named_month("Winter")
    (5, 12, None)
    """
    word = re.search(r"[^\W\d_]+", fold(text))
    return MONTH_OF.get(word[0]) if word else None
