class Stock:
    def __init__(self, left):
        self.pieces = 0
        self.put(left)

    def take(self, count):
        if count < 0:
            raise ValueError("count")
        self.pieces -= count
        if self.pieces < 0:
            self.pieces += count
            return False
        return True

    def put(self, count):
        if count < 0:
            raise ValueError("count")
        self.pieces += count

    def level(self):
        return self.pieces
