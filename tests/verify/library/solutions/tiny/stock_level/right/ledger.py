class Stock:
    def __init__(self, left):
        self.moves = []
        self.put(left)

    def take(self, count):
        enough = self.book(-count, -1) and self.level() >= 0
        if not enough:
            self.moves.pop()
        return enough

    def put(self, count):
        self.book(count, 1)

    def level(self):
        return sum(self.moves)

    def book(self, count, sign):
        if count * sign < 0:
            raise ValueError("count is negative")
        self.moves.append(count)
        return True
