"""Scripts on the embedded server: what Redis 7.0 offers, and no way out."""

import time

import pytest
import redis


@pytest.fixture
def client(world):
    return world.redis()


def error_of(client, script, *keys):
    with pytest.raises(redis.ResponseError) as caught:
        client.eval(script, len(keys), *keys)
    return str(caught.value)


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("return {1, 'a', {2, 3}, true, false, 4}", [1, b"a", [2, 3], 1, None, 4]),
        ("return {1, 2, nil, 4}", [1, 2]),
        ("return 3.99", 3),
        ("return 2^53", 2**53),
        ("return 1e300", -(2**63)),
        ("return nil", None),
        ("return pcall", None),
        ("return redis.status_reply('FINE')", b"FINE"),
        ("return KEYS[1] .. ARGV[1]", b"ka"),
        ("return #KEYS + #ARGV", 2),
        ("KEYS[1] = 'z' return KEYS[1]", b"z"),
        ("return loadstring('return 5')()", 5),
        ("return getmetatable('').__index == string", 1),
        ("return ('x'):rep(3)", b"xxx"),
        ("return setmetatable({}, {__index = function() return 1 end})", []),
        ("return redis.sha1hex('')", b"da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("return redis.call('SET', KEYS[1], 1.5) and redis.call('GET', KEYS[1])", b"1.5"),
        ("local e = redis.pcall('NOPE') return e.err:sub(1, 11)", b"ERR Unknown"),
        ("local ok, e = pcall(redis.call, 'NOPE') return type(e)", b"string"),
        ("local ok, e = pcall(error, {err = 'q'}) return e", b"q"),
        ("return cjson.encode({1, 2, 3.5, {a = 'x/\"'}})", b'[1,2,3.5,{"a":"x\\/\\""}]'),
        ('return cjson.encode(cjson.decode(\'{"a":null,"b":[]}\').a)', b"null"),
        ("return cjson.decode('[1, null, {\"x\": 2}]')[3].x", 2),
        ("return bit.bor(bit.lshift(1, 4), 3)", 19),
        ("return bit.tohex(-1, -4)", b"FFFF"),
        ("return bit.arshift(-16, 2) + bit.bnot(0) + bit.bswap(1)", 16777211),
        ("return math.floor(2.7) + math.max(1, 5)", 7),
        ("local t = {} for k in pairs(redis) do t[#t + 1] = k end return #t > 15", 1),
        ("return rawget(_G, 'nosuch')", None),
        ("return _G._G == _G", 1),
        ("#!lua\nreturn 1", 1),
    ],
)
def test_scripts_compute_what_redis_computes(client, script, value):
    """Replies, libraries and conversions as on Redis 7.0."""
    assert client.eval(script, 1, "k", "a") == value


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("x = 1", "user_script:1: Attempt to modify a readonly table"),
        ("KEYS = {}", "Attempt to modify a readonly table"),
        ("function g() end", "Attempt to modify a readonly table"),
        ("string.x = 1", "Attempt to modify a readonly table"),
        ("rawset(string, 'x', 1)", "Attempt to modify a readonly table"),
        ("setmetatable(_G, {})", "Attempt to modify a readonly table"),
        ("return nosuch", "Script attempted to access nonexistent global variable 'nosuch'"),
        ("return os.time()", "nonexistent global variable 'os'"),
        ("return io.open('/etc/passwd')", "nonexistent global variable 'io'"),
        ("return require('os')", "nonexistent global variable 'require'"),
        ("return python.builtins", "nonexistent global variable 'python'"),
        ("return debug.getinfo(1)", "nonexistent global variable 'debug'"),
        ("return getfenv()", "nonexistent global variable 'getfenv'"),
        ("return newproxy()", "nonexistent global variable 'newproxy'"),
        ("error('boom')", "user_script:1: boom script: 82903a0434f1503e152f89c03c9acd881a0e8150"),
        ("error({err = 'MY thing'})", "MY thing script:"),
        ("return redis.error_reply('MY x')", "MY x"),
        ("local r = redis.call('NOPE') return r", "Unknown Redis command called from script"),
        ("local r = redis.call('GET') return r", "Wrong number of args calling Redis command"),
        ("local r = redis.call('LPUSH', KEYS[1], 1) return r", "WRONGTYPE"),
        ("local r = redis.call({}) return r", "arguments must be strings or integers"),
        ("local r = redis.call() return r", "at least one argument"),
        ("local r = redis.call('SET', KEYS[1], true) return r", "must be strings or integers"),
        ("local r = redis.call('BLPOP', 'l', 1) return r", "not allowed from script"),
        ("local r = redis.call('MULTI') return r", "not allowed from script"),
        ("local r = redis.call('CLIENT', 'ID') return r", "not allowed from script"),
        ("syntax error", "Error compiling script (new function): user_script:1:"),
        ("return load('return 1')", "bad argument #1 to 'load' (function expected, got string)"),
        ("return loadstring(string.dump(function() end))", "unable to dump"),
        ("return cjson.encode(function() end)", "Cannot serialise function"),
        ("return cjson.decode('[1')", "Expected"),
        ("redis.setresp(4)", "RESP version must be 2 or 3."),
        ("#!py\nreturn 1", "Unexpected engine in script shebang: #!py"),
        ("#!lua flags=no-writes\nlocal r = redis.call('SET', 'a', 1)", "read-only scripts"),
    ],
)
def test_what_scripts_may_not_do(client, script, error):
    """The same errors as on Redis 7.0, and the next script does not notice."""
    client.set("k", "v")

    assert error in error_of(client, script, "k")
    assert client.eval("return 1", 0) == 1


@pytest.mark.parametrize(
    "script",
    [
        "return redis.call.__closure__",
        "return redis.call.__globals__",
        "return cjson.null.__class__",
        "return getmetatable(redis.call)",
        "local ok, e = pcall(redis.call, {}) return type(e) ~= 'string' and e or nil",
        "local ok, e = pcall(redis.call, 'GET') return type(e) ~= 'string' and e or nil",
        "local ok, e = pcall(cjson.decode, '[') return type(e) ~= 'string' and e or nil",
        "local ok, e = pcall(bit.band, {}) return type(e) ~= 'string' and e or nil",
        "local ok, e = pcall(math.randomseed, 'x') return type(e) ~= 'string' and e or nil",
        "local ok, e = xpcall(redis.call, function(e) return type(e) end) return e == 'x'",
    ],
)
def test_no_object_of_python_is_within_reach(client, script):
    """Functions are Lua's own, errors are strings: there is nothing to climb out by."""
    try:
        assert client.eval(script, 0) is None
    except redis.ResponseError as error:
        assert "attempt to index" in str(error)  # noqa: PT017


def test_no_userdata_is_handed_to_scripts(client):
    """Walking through everything that a script can see meets only plain Lua."""
    walk = """
    local seen, found = {}, {}
    local function walk(value, path)
      if type(value) == 'userdata' and path ~= '/_G/cjson/null' then found[#found + 1] = path end
      if type(value) ~= 'table' or seen[value] then return end
      seen[value] = true
      for k, v in pairs(value) do walk(v, path .. '/' .. tostring(k)) end
      local meta = getmetatable(value)
      if meta then walk(meta, path .. '/meta') end
    end
    walk(_G, '/_G')
    return found
    """
    assert [path for path in client.eval(walk, 0) if not path.endswith(b"cjson/null")] == []


@pytest.mark.parametrize(
    "script",
    [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local function f() return f() end return f()",
        "coroutine.wrap(function() while true do end end)()",
        "while true do pcall(coroutine.wrap(function() while true do end end)) end",
        (
            "local co = coroutine.create(function() while true do coroutine.yield() end end)"
            " while true do coroutine.resume(co) end"
        ),
        "return loadstring('while true do end')()",
    ],
)
def test_an_endless_script_is_stopped(client, script):
    """As by SCRIPT KILL: whatever it catches, it ends, and the server goes on."""
    start = time.perf_counter()

    assert "Script killed by user with SCRIPT KILL" in error_of(client, script)
    assert time.perf_counter() - start < 20
    assert client.eval("return 1", 0) == 1


def test_a_script_cannot_eat_all_memory(client):
    """It gets an error, and the next script works."""
    assert "not enough memory" in error_of(client, "return string.rep('x', 1e9)")
    assert client.eval("return string.rep('x', 3)", 0) == b"xxx"


def test_a_long_pattern_is_refused(client):
    """Lua 5.1 would match it by recursion in C, beyond the end of the stack."""
    script = "return string.find(string.rep('a', 1e5), string.rep('a?', 1e5))"

    assert "pattern too complex" in error_of(client, script)


def test_a_reply_without_an_end_is_refused(client):
    """A table that contains itself has no reply."""
    assert "lua stack limit" in error_of(client, "local t = {} t[1] = t return t")


def test_scripts_are_known_by_their_hash(client):
    """SCRIPT LOAD, EVALSHA and EXISTS, and redis-py's register_script on top of them."""
    sha = client.script_load("return ARGV[1]")

    assert client.evalsha(sha.upper(), 0, "a") == b"a"
    assert client.script_exists(sha, "0" * 40) == [True, False]
    client.script_flush()
    with pytest.raises(redis.exceptions.NoScriptError):
        client.evalsha(sha, 0)
    assert client.register_script("return KEYS[1]")(keys=["k"]) == b"k"
    with pytest.raises(redis.ResponseError, match="Error compiling script"):
        client.script_load("syntax error")


def test_read_only_scripts_write_nothing(client):
    """EVAL_RO reads, and refuses to write."""
    client.set("k", "v")

    assert client.eval_ro("return redis.call('GET', 'k')", 0) == b"v"
    with pytest.raises(redis.ResponseError, match="read-only scripts"):
        client.eval_ro("local r = redis.call('SET', 'k', 1)", 0)


def test_the_number_of_keys_is_checked(client):
    """More keys than arguments, or fewer than none."""
    with pytest.raises(redis.ResponseError, match="greater than number of args"):
        client.eval("return 1", 1)
    with pytest.raises(redis.ResponseError, match="can't be negative"):
        client.eval("return 1", -1)


def test_worlds_do_not_share_their_interpreter(lab):
    """What a script has loaded in one world is unknown in the next."""
    sha = lab.world().redis().script_load("return 1")

    assert lab.world().redis().script_exists(sha) == [False]


def test_random_numbers_are_those_of_redis(client):
    """A server that has just started always rolls the same numbers."""
    assert client.eval("local a = {} for i = 1, 3 do a[i] = math.random(100) end return a", 0) == [
        40,
        85,
        36,
    ]
    assert client.eval("math.randomseed(7) return math.random(100)", 0) == 27
    assert "interval is empty" in error_of(client, "return math.random(0)")
    assert client.eval("return math.random(5, 5)", 0) == 5


@pytest.mark.parametrize(
    ("version", "value"),
    [(2, [b"1.5", [b"a", b"1"], b"nil: false"]), (3, [1.5, {b"a": b"1"}, b"nil: nil"])],
)
def test_a_script_chooses_its_protocol(world, version, value):
    """redis.setresp says how commands reply within the script."""
    client = world.redis(protocol=3)
    client.zadd("z", {"m": 1.5})
    client.hset("h", "a", 1)
    script = """
    redis.setresp(tonumber(ARGV[1]))
    local score = redis.call('ZSCORE', 'z', 'm')
    return {score, redis.call('HGETALL', 'h'), 'nil: ' .. tostring(redis.call('GET', 'none'))}
    """

    assert client.eval(script, 0, version) == value
