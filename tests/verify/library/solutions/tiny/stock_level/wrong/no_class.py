def Stock(left)
