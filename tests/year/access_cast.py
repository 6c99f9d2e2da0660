"""Who knocks at every door, in the order of the table's columns."""

CAST = {
    "C": "dakang.canbo",  # commune officer, whose records the doors name
    "E": "dakang.rasoat",  # enumerator of village 1
    "L": "dakang.lanhdao",  # commune leader
    "D": "ngochoi.canbo",  # district officer
    "H": "ngochoi.lanhdao",  # district leader
    "P": "kontum.canbo",  # province officer
    "B": "kontum.nganhang",  # department officer (policy bank)
    "M": "ngochoi.mttq",  # supervisor
    "V": "kontum.xem",  # province viewer
    "N": "trunguong.canbo",  # national officer
    "A": "quantri",  # administrator
    "O": "saloong.canbo",  # officer of another commune
}
SIGNS = {
    "2": {200, 201, 202, 204},
    "3": {302},
    "0": {400},
    "F": {403},
    "N": {404},
    "P": {428},
    "9": {409},
}
