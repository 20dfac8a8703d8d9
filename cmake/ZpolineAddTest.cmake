# SPDX-License-Identifier: MIT OR Apache-2.0
#
# zpoline_add_test(NAME name SCRIPT script COMMAND command [argument...]
#                  [ARGS word...] [ENVIRONMENT name=value...] [STATUS n]
#                  [STATE shared|thread])
#
# A test of that name: the command with the script. It passes if the command exits
# with 0, or STATUS n, and all that the script expects (fx.expect) took place.
#
#   COMMAND      a program, or a target, with its arguments
#   SCRIPT       Lua; a relative path is from the current source folder
#   ARGS         what the script finds in zp.args
#   ENVIRONMENT  more variables
#   STATE        one Lua state for all threads, or one for each
#
# zpoline_LIBRARY is libzpoline.so, as find_package(zpoline) sets it.
function(zpoline_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;SCRIPT;STATUS;STATE"
    "COMMAND;ARGS;ENVIRONMENT")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "zpoline_add_test: unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  foreach(needed NAME SCRIPT COMMAND)
    if(NOT arg_${needed})
      message(FATAL_ERROR "zpoline_add_test: ${needed} is missing")
    endif()
  endforeach()
  if(NOT zpoline_LIBRARY)
    message(FATAL_ERROR "zpoline_add_test: zpoline_LIBRARY, the path of libzpoline.so, "
      "is not set. find_package(zpoline) sets it")
  endif()
  if(zpoline_LIBRARY MATCHES "[ :]")
    message(FATAL_ERROR "zpoline_add_test: LD_PRELOAD cannot name a path with a blank or a "
      "colon: set zpoline_LIBRARY to a link to ${zpoline_LIBRARY}")
  endif()
  get_filename_component(script "${arg_SCRIPT}" ABSOLUTE)
  if(NOT EXISTS "${script}")
    message(FATAL_ERROR "zpoline_add_test: there is no script ${script}")
  endif()

  set(command ${arg_COMMAND})
  if(DEFINED arg_STATUS)
    list(GET command 0 program)
    if(TARGET ${program})
      list(REMOVE_AT command 0)
      list(INSERT command 0 $<TARGET_FILE:${program}>)
    endif()
    set(command sh -c "\"$@\" || s=$? && test \${s-0} -eq ${arg_STATUS}" sh ${command})
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${command})

  set(environment "LD_PRELOAD=${zpoline_LIBRARY}" "ZPOLINE_SCRIPT=${script}")
  if(DEFINED arg_ARGS)
    string(REPLACE ";" " " words "${arg_ARGS}")
    list(APPEND environment "ZPOLINE_ARGS=${words}")
  endif()
  if(arg_STATE)
    list(APPEND environment "ZPOLINE_STATE=${arg_STATE}")
  endif()
  set_tests_properties(${arg_NAME} PROPERTIES
    ENVIRONMENT "${environment};${arg_ENVIRONMENT}")
endfunction()
