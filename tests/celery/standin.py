class Proc:
    def __init__(self,name): self.name=name; self.alive=True
    def enter(self): pass
    def leave(self): pass
    def kill(self): self.alive=False
class World:
    def __init__(self):
        from pytest_interviewkata.harness.clock import Clock
        from pytest_interviewkata.harness.timeline import Timeline
        self.clock=Clock(); self._t=Timeline(self.clock)
    def process(self,name): return Proc(name)
    def gate(self,name):
        w=self
        class G:
            def before(self,label): pass
            def after(self,label): w._t.add(name,label)
        return G()
    def note(self,n,e): self._t.add(n,e)
    def timeline(self): return str(self._t)
class Lab:
    def world(self): return World()
