-- What scripts see: Lua 5.1 as Redis 7.0 offers it, and nothing of the host.
--
-- Scripts get functions that are written here. The host's own are upvalues, which
-- only `debug` could reach, and scripts have no `debug`. The host's functions take
-- and return plain values and raise nothing.
local host, limit = ...

local getinfo, sethook = debug.getinfo, debug.sethook
local error, type, select, tostring, unpack = error, type, select, tostring, unpack
local next, rawget, rawset, setmetatable, getmetatable = next, rawget, rawset, setmetatable, getmetatable
local pcall, xpcall, loadstring, setfenv, create = pcall, xpcall, loadstring, setfenv, coroutine.create
local floor, format, concat, rep, byte, sub, gsub =
    math.floor, string.format, table.concat, string.rep, string.byte, string.sub, string.gsub
local G, real = {}, {}

-- Tables that nobody can change ----------------------------------------------------------

local function readonly() error({err = 'ERR Attempt to modify a readonly table'}, 0) end

local function readonly_here()
  local at = getinfo(2, 'Sl')
  local where = at and at.currentline > 0 and at.short_src .. ':' .. at.currentline .. ': ' or ''
  error({err = 'ERR ' .. where .. 'Attempt to modify a readonly table'}, 0)
end

local function frozen(contents)
  local proxy = setmetatable({}, {__index = contents, __newindex = readonly_here, __metatable = false})
  real[proxy] = contents
  return proxy
end

local env = setmetatable({}, {
  __index = function(_, name)
    local value = G[name]
    if value == nil then
      error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
    end
    return value
  end,
  __newindex = readonly_here,
  __metatable = false,
})
real[env] = G

local function within(chunk, message)
  if chunk then return setfenv(chunk, env) end
  return chunk, message
end

-- The watch: a script that does not end is stopped, whatever it catches -------------------

local left, stopped

local function watch()
  if getinfo(2, 'S').source == '=sandbox' then return end
  left = left - 1
  if left > 0 then return end
  stopped = true
  sethook(watch, '', 1)
  error({err = 'ERR Script killed by user with SCRIPT KILL.'}, 0)
end

local function watched(body)
  local thread = create(body)
  sethook(thread, watch, '', stopped and 1 or limit)
  return thread
end

-- Base ------------------------------------------------------------------------------------

for _, name in next, {'assert', 'error', 'gcinfo', 'ipairs', 'rawequal', 'select', 'tonumber',
                      'tostring', 'type', 'unpack', 'xpcall', '_VERSION'} do
  G[name] = _G[name]
end
G._G = env

function G.collectgarbage(what)
  if what == 'count' then return collectgarbage('count') end
  return 0
end
function G.next(t, key) return next(real[t] or t, key) end
function G.rawget(t, key) return rawget(real[t] or t, key) end
function G.rawset(t, key, value)
  if real[t] then readonly() end
  return rawset(t, key, value)
end
function G.setmetatable(t, meta)
  if real[t] then readonly() end
  return setmetatable(t, meta)
end
function G.getmetatable(value)
  if type(value) == 'string' then return frozen({__index = G.string}) end
  return getmetatable(value) or nil
end
function G.pairs(t)
  local contents = real[t]
  if not contents then return pairs(t) end
  local key
  return function()
    local value
    key, value = next(contents, key)
    return key, value
  end, t
end
function G.loadstring(text, name)
  if byte(text) == 27 then return nil, 'attempt to load a compiled chunk' end
  return within(loadstring(text, name or text))
end
function G.load(reader, name)
  if type(reader) ~= 'function' then
    error("bad argument #1 to 'load' (function expected, got " .. type(reader) .. ')', 2)
  end
  local parts = {}
  for part in reader do
    if part == '' then break end
    parts[#parts + 1] = part
  end
  return G.loadstring(concat(parts), name or '=(load)')
end

-- An error of Redis is a table for the host, and a string for the script that catches it.
local function caught(ok, e, ...)
  if not ok and type(e) == 'table' and type(rawget(e, 'err')) == 'string' then
    return false, rawget(e, 'err')
  end
  return ok, e, ...
end
function G.pcall(...) return caught(pcall(...)) end

local function copied(from, without)
  local to = {}
  for name, value in next, from do
    if not without or not without[name] then to[name] = value end
  end
  return to
end

local strings = copied(string, {dump = true})
-- Lua 5.1 matches by recursion in C, as deep as the pattern is long.
for _, name in next, {'find', 'match', 'gmatch', 'gfind', 'gsub'} do
  local plain = string[name]
  strings[name] = function(text, pattern, ...)
    if type(pattern) == 'string' and #pattern > 1000 then error('pattern too complex', 2) end
    return plain(text, pattern, ...)
  end
end
function strings.dump() error('unable to dump given function', 2) end
G.string = frozen(strings)
G.table = frozen(copied(table))
local maths = copied(math)
function maths.randomseed(seed)
  if type(seed) ~= 'number' then error("bad argument #1 to 'randomseed' (number expected)", 2) end
  host.seed(seed)
end
function maths.random(low, high)
  local part = host.random()
  if not low then return part end
  if not high then low, high = 1, low end
  if low > high then error("bad argument #1 to 'random' (interval is empty)", 2) end
  return floor(part * (high - low + 1)) + low
end
G.math = frozen(maths)
local coroutines = copied(coroutine)
coroutines.create = watched
function coroutines.wrap(body)
  local thread = watched(body)
  local function on(ok, ...)
    if ok then return ... end
    error((...), 0)
  end
  return function(...) return on(coroutine.resume(thread, ...)) end
end
G.coroutine = frozen(coroutines)

-- redis ------------------------------------------------------------------------------------

local redis = {
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
  REPL_NONE = 0, REPL_AOF = 1, REPL_SLAVE = 2, REPL_REPLICA = 2, REPL_ALL = 3,
  REDIS_VERSION = '7.0.15', REDIS_VERSION_NUM = 458767,
}

local function call(...)
  local count = select('#', ...)
  if count == 0 then return 'ERR Please specify at least one argument for this redis lib call' end
  for i = 1, count do
    local kind = type((select(i, ...)))
    if kind ~= 'string' and kind ~= 'number' then
      return 'ERR Lua redis lib command arguments must be strings or integers'
    end
  end
  return host.call(...)
end

function redis.call(...)
  local problem, reply = call(...)
  if problem then error({err = problem}, 0) end
  return reply
end
function redis.pcall(...)
  local problem, reply = call(...)
  if problem then return {err = problem} end
  return reply
end
function redis.error_reply(text)
  if type(text) ~= 'string' then error({err = 'ERR wrong number or type of arguments'}, 0) end
  if byte(text) == 45 then return {err = sub(text, 2)} end
  return {err = text:find(' ', 1, true) and text or 'ERR ' .. text}
end
function redis.status_reply(text)
  if type(text) ~= 'string' then error({err = 'ERR wrong number or type of arguments'}, 0) end
  return {ok = text}
end
function redis.sha1hex(...)
  if select('#', ...) ~= 1 then error({err = 'ERR wrong number of arguments'}, 0) end
  return host.sha1hex(tostring((...)))
end
function redis.log(level, ...)
  if select('#', ...) == 0 then error({err = 'ERR redis.log() requires two arguments or more.'}, 0) end
  if type(level) ~= 'number' then error({err = 'ERR First argument must be a number (log level).'}, 0) end
  if level < 0 or level > 3 then error({err = 'ERR Invalid debug level.'}, 0) end
end
function redis.setresp(...)
  if select('#', ...) ~= 1 then error({err = 'ERR redis.setresp() requires one argument.'}, 0) end
  local version = tonumber((...))
  if version ~= 2 and version ~= 3 then error({err = 'ERR RESP version must be 2 or 3.'}, 0) end
  host.setresp(version)
end
function redis.replicate_commands() return true end
function redis.set_repl() end
function redis.breakpoint() return false end
function redis.debug() end
function redis.acl_check_cmd() return true end
G.redis = frozen(redis)

-- cjson ------------------------------------------------------------------------------------

local null = newproxy()
local escapes = {['"'] = '\\"', ['\\'] = '\\\\', ['/'] = '\\/', ['\b'] = '\\b', ['\f'] = '\\f',
                 ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t'}

local function quoted(text)
  return '"' .. gsub(text, '[%c"\\/\127]', function(c)
    return escapes[c] or format('\\u%04x', byte(c))
  end):gsub('%z', '\\u0000') .. '"'
end

local function number(value)
  if value ~= value or value == 1 / 0 or value == -1 / 0 then
    error('Cannot serialise number: must not be NaN or Inf', 0)
  end
  return format('%.14g', value)
end

local function length(t)
  local most, count = 0, 0
  for key in next, t do
    if type(key) ~= 'number' or key < 1 or key ~= floor(key) then return nil end
    count = count + 1
    if key > most then most = key end
  end
  if most > 10 and most > count * 2 then
    error('Cannot serialise table: excessively sparse array', 0)
  end
  return most > 0 and most or nil
end

local encoded

local function items(t, count, depth)
  local parts = {}
  for i = 1, count do parts[i] = encoded(rawget(t, i), depth) end
  return '[' .. concat(parts, ',') .. ']'
end

local function members(t, depth)
  local parts = {}
  for key, value in next, t do
    local name
    if type(key) == 'string' then name = quoted(key)
    elseif type(key) == 'number' then name = '"' .. number(key) .. '"'
    else error('Cannot serialise ' .. type(key) .. ': table key must be a number or string', 0) end
    parts[#parts + 1] = name .. ':' .. encoded(value, depth)
  end
  return '{' .. concat(parts, ',') .. '}'
end

function encoded(value, depth)
  local kind = type(value)
  if kind == 'string' then return quoted(value) end
  if kind == 'number' then return number(value) end
  if kind == 'boolean' then return tostring(value) end
  if value == nil or value == null then return 'null' end
  if kind ~= 'table' then error('Cannot serialise ' .. kind .. ': type not supported', 0) end
  if depth >= 1000 then error('Cannot serialise, excessive depth (1001)', 0) end
  local count = length(value)
  if count then return items(value, count, depth + 1) end
  return members(value, depth + 1)
end

local function or_raise(ok, value)
  if ok then return value end
  error(value, 3)
end

local function setting(default)
  return function(value) return value == nil and default or value end
end

G.cjson = frozen({
  _NAME = 'cjson', _VERSION = '2.1.0', null = null,
  encode = function(...)
    if select('#', ...) ~= 1 then error("bad argument #1 to 'encode' (expected 1 argument)", 2) end
    return or_raise(pcall(encoded, (...), 0))
  end,
  decode = function(text)
    if type(text) == 'number' then text = tostring(text) end
    if type(text) ~= 'string' then
      error("bad argument #1 to 'decode' (string expected, got " .. type(text) .. ')', 2)
    end
    return or_raise(host.decode(text, null))
  end,
  encode_max_depth = setting(1000), decode_max_depth = setting(1000),
  encode_number_precision = setting(14), encode_keep_buffer = setting(true),
  encode_invalid_numbers = setting(false), decode_invalid_numbers = setting(true),
  encode_sparse_array = setting(false),
})

-- bit --------------------------------------------------------------------------------------

local bits = {}
for _, name in next, {'arshift', 'band', 'bnot', 'bor', 'bswap', 'bxor', 'lshift', 'rol', 'ror',
                      'rshift', 'tobit', 'tohex'} do
  bits[name] = function(...)
    for i = 1, select('#', ...) do
      if type((select(i, ...))) ~= 'number' then
        error(format("bad argument #%d to '%s' (number expected)", i, name), 2)
      end
    end
    return host.bit(name, ...)
  end
end
G.bit = frozen(bits)

-- What the host calls ----------------------------------------------------------------------

local function explained(e)
  local level = 2
  local at = getinfo(level, 'Sl')
  while at and (at.what ~= 'Lua' and at.what ~= 'main' or at.source == '=sandbox') do
    level = level + 1
    at = getinfo(level, 'Sl')
  end
  if type(e) ~= 'table' then e = {err = 'ERR ' .. tostring(e)} end
  local text = rawget(e, 'err')
  return {type(text) == 'string' and text or 'ERR unknown error',
          at and at.source or '@user_script', at and at.currentline or 1}
end

local function compile(text)
  if byte(text) == 27 then return nil, 'attempt to load a compiled chunk' end
  return within(loadstring(text, '@user_script'))
end

local function run(chunk, keys, arguments)
  G.KEYS, G.ARGV = keys, arguments
  left, stopped = 20, false
  sethook(watch, '', limit)
  local ok, reply = xpcall(chunk, explained)
  sethook()
  if stopped then return false, 'ERR Script killed by user with SCRIPT KILL.', '@user_script', 1 end
  if ok then return true, reply end
  if type(reply) ~= 'table' then return false, 'ERR ' .. tostring(reply), '@user_script', 1 end
  return false, reply[1], reply[2], reply[3]
end

return compile, run, rawget, next, type
