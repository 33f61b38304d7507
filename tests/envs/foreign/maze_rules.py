PRIZE = 10.0


def ends():
    return True
