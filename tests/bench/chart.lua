-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Bars as an SVG picture that can be read on light and on dark ground.

local chart = {}

local WIDTH, LEFT, RIGHT, LINE, BAR = 820, 270, 90, 22, 14

local HEAD = [[
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d"
  font-family="sans-serif" font-size="12" role="img" aria-label="%s">
<style>
  text { fill: #24292f } .title { font-weight: bold; font-size: 14px }
  .ours { fill: #0969da } .others { fill: #9a6700 } .grid { stroke: #8c959f; stroke-opacity: .35 }
  .tick { font-size: 10px }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .ours { fill: #4493f8 } .others { fill: #d29922 }
  }
</style>
]]

local function escape(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;",
    ["\""] = "&quot;" }))
end

local function text(x, y, class, anchor, content)
  return ('<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>\n'):format(x, y, class,
    anchor, escape(content))
end

-- From 0 to 1, and the values that get a line.
local function logarithmic(panel)
  local most = 1
  for _, bar in ipairs(panel.bars) do most = math.max(most, bar.value) end
  local decades = math.ceil(math.log(most, 10))
  local ticks = {}
  for i = 0, decades do ticks[#ticks + 1] = 10 ^ i end
  return function(value) return math.log(math.max(value, 1), 10) / math.max(decades, 1) end, ticks
end

local function percent()
  return function(value) return math.min(value, 110) / 110 end, { 0, 25, 50, 75, 100 }
end

local function draw(panel, top, out)
  local scale, ticks = (panel.percent and percent or logarithmic)(panel)
  local room = WIDTH - LEFT - RIGHT
  local bottom = top + 30 + #panel.bars * LINE
  out[#out + 1] = text(8, top + 14, "title", "start", panel.title)
  for _, tick in ipairs(ticks) do
    local x = LEFT + scale(tick) * room
    out[#out + 1] = ('<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" class="grid"/>\n'):format(x, x,
      top + 26, bottom)
    out[#out + 1] = text(x, bottom + 12, "tick", "middle", ("%.0f"):format(tick))
  end
  for i, bar in ipairs(panel.bars) do
    local y = top + 30 + (i - 1) * LINE
    local width = math.max(scale(bar.value) * room, 1)
    out[#out + 1] = text(LEFT - 8, y + 11, "name", "end", bar.name)
    out[#out + 1] = ('<rect x="%d" y="%.1f" width="%.1f" height="%d" rx="2" class="%s"/>\n')
      :format(LEFT, y, width, BAR, bar.ours and "ours" or "others")
    out[#out + 1] = text(LEFT + width + 6, y + 11, "value", "start",
      panel.format:format(bar.value))
  end
  return bottom + 30
end

-- panels: each with title, format of a value, bars (name, value, ours), and
-- percent for a scale from 0 to 100; else it is logarithmic, from 1 on.
function chart.svg(label, panels)
  local out, top = { "" }, 8
  for _, panel in ipairs(panels) do
    if #panel.bars > 0 then top = draw(panel, top, out) end
  end
  out[1] = HEAD:format(WIDTH, top, WIDTH, top, escape(label))
  out[#out + 1] = "</svg>\n"
  return table.concat(out)
end

return chart
