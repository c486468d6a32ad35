namespace BlazorTravel.Web.Sessions;

/// <summary>
/// What happens to a session in one step; each script touches that session's key alone. Times are milliseconds since 1970,
/// and numbers leave as text: Lua versions differ in how they print them.
/// </summary>
internal static class SessionScripts
{
    /// <summary>idle, then names and values: writes a session down.</summary>
    public const string Start = """
        for i = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
        return redis.call('PEXPIRE', KEYS[1], ARGV[1])
        """;

    /// <summary>now, idle: 1 if there is such a session, which is seen with that; at most once a minute is it written.</summary>
    public const string Check = """
        local s = redis.call('HMGET', KEYS[1], 'seen', 'until')
        if not s[1] then return 0 end
        local now = tonumber(ARGV[1])
        if now - tonumber(s[1]) >= 60000 then
          redis.call('HSET', KEYS[1], 'seen', ARGV[1])
          local left = math.min(tonumber(ARGV[2]), tonumber(s[2]) - now)
          redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(left, 1)))
        end
        return 1
        """;

    /// <summary>
    /// generation, now, grace, idle, token id, token's end, address: exchanges the current generation for the next one, or
    /// hands the current one out again to who came with the one before just now. Anything older ends the session.
    /// </summary>
    public const string Exchange = """
        local s = redis.call('HMGET', KEYS[1], 'generation', 'exchanged', 'until', 'tokens', 'user')
        if not s[1] then return {'gone'} end
        local given, now = tonumber(ARGV[1]), tonumber(ARGV[2])
        local generation, exchanged, final = tonumber(s[1]), tonumber(s[2]), tonumber(s[3])
        if now >= final then
          redis.call('DEL', KEYS[1])
          return {'gone'}
        end
        if given >= generation then
          -- Above only where Redis has lost its last second: a generation that was signed has been.
          generation, exchanged = given + 1, now
        elseif given < generation - 1 or now - exchanged > tonumber(ARGV[3]) then
          redis.call('DEL', KEYS[1])
          return {'reused', s[4], s[5]}
        end
        local tokens = ARGV[5] .. ':' .. ARGV[6]
        for id, ends in string.gmatch(s[4], '(%w+):(%d+)') do
          if tonumber(ends) > now then tokens = tokens .. ' ' .. id .. ':' .. ends end
        end
        redis.call('HSET', KEYS[1], 'generation', string.format('%.0f', generation),
          'exchanged', string.format('%.0f', exchanged), 'tokens', tokens, 'seen', ARGV[2], 'address', ARGV[7])
        redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(math.min(tonumber(ARGV[4]), final - now), 1)))
        return {'ok', string.format('%.0f', generation), s[3]}
        """;

    /// <summary>Removes the session and tells which tokens and whose it was.</summary>
    public const string End = """
        local s = redis.call('HMGET', KEYS[1], 'tokens', 'user')
        if not s[2] then return {} end
        redis.call('DEL', KEYS[1])
        return {s[1], s[2]}
        """;
}
