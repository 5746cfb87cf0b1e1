-- What to read next, from a running `readnext serve`: require("readnext").titles(5)
local M = {}

function M.ask(path)
  local data = os.getenv("XDG_DATA_HOME") or os.getenv("HOME") .. "/.local/share"
  local file = assert(io.open(data .. "/readnext/service.json"))
  local service = vim.fn.json_decode(file:read("*a"))
  file:close()
  -- From standard input, since any user of the computer sees command lines.
  local header = 'header = "Authorization: Bearer ' .. service.token .. '"'
  local url = service.url .. "api/v1/" .. path
  return vim.fn.json_decode(vim.fn.system({ "curl", "-fsS", "-K", "-", url }, header))
end

function M.titles(n)
  return vim.tbl_map(function(p) return p.title end, M.ask("suggestions?n=" .. n).suggestions)
end

return M
