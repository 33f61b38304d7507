PRIZE = 10.0


def ends(paid):
    return paid == PRIZE
