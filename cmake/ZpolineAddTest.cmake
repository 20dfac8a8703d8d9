# SPDX-License-Identifier: MIT OR Apache-2.0
#
# zpoline_add_test(NAME name SCRIPT script COMMAND command [argument...]
#                  [ARGS word...] [ENVIRONMENT name=value...] [STATUS n]
#                  [STATE shared|thread])
#
# A test of that name: the command with the script, by zpoline test. It passes if the
# command was hooked and exits with 0, or STATUS n, and all that the script expects
# (fx.expect) took place.
#
#   COMMAND      a program, or a target, with its arguments
#   SCRIPT       Lua; a relative path is from the current source folder
#   ARGS         what the script finds in zp.args
#   ENVIRONMENT  more variables
#   STATE        one Lua state for all threads, or one for each
#
# find_package(zpoline) brings it; so does include() of this file where it is installed.
# zpoline_COMMAND is the command zpoline; one that is beside zpoline_LIBRARY will do. With
# libzpoline.so alone a command that cannot be hooked is not told from one that did nothing.
if(NOT zpoline_LIBRARY AND EXISTS "${CMAKE_CURRENT_LIST_DIR}/zpolineConfig.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/zpolineConfig.cmake")
endif()

# The command, if there is one, in out.
function(_zpoline_find_command out)
  set(command "${zpoline_COMMAND}")
  if(NOT command)
    get_filename_component(folder "${zpoline_LIBRARY}" DIRECTORY)
    set(command "${folder}/zpoline")
  endif()
  if(NOT EXISTS "${command}")
    set(command)
  endif()
  set(${out} "${command}" PARENT_SCOPE)
endfunction()

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
  _zpoline_find_command(zpoline)
  if(NOT zpoline AND zpoline_LIBRARY MATCHES "[ :]")
    message(FATAL_ERROR "zpoline_add_test: LD_PRELOAD cannot name a path with a blank or a "
      "colon: set zpoline_LIBRARY to a link to ${zpoline_LIBRARY}")
  endif()
  get_filename_component(script "${arg_SCRIPT}" ABSOLUTE)
  if(NOT EXISTS "${script}")
    message(FATAL_ERROR "zpoline_add_test: there is no script ${script}")
  endif()
  string(REPLACE ";" " " words "${arg_ARGS}")

  set(command ${arg_COMMAND})
  list(GET command 0 program)
  if(TARGET ${program})
    list(REMOVE_AT command 0)
    set(command $<TARGET_FILE:${program}> ${command})
  endif()
  if(zpoline)
    set(options -s "${script}")
    if(DEFINED arg_ARGS)
      list(APPEND options -a "${words}")
    endif()
    if(arg_STATE)
      list(APPEND options "--state=${arg_STATE}")
    endif()
    set(command "${zpoline}" test ${options} -- ${command})
  else()
    set(environment "LD_PRELOAD=${zpoline_LIBRARY}" "ZPOLINE_SCRIPT=${script}")
    if(DEFINED arg_ARGS)
      list(APPEND environment "ZPOLINE_ARGS=${words}")
    endif()
    if(arg_STATE)
      list(APPEND environment "ZPOLINE_STATE=${arg_STATE}")
    endif()
  endif()
  if(DEFINED arg_STATUS)
    set(command sh -c "\"$@\" || s=$? && test \${s-0} -eq ${arg_STATUS}" sh ${command})
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${command})
  set_tests_properties(${arg_NAME} PROPERTIES
    ENVIRONMENT "${environment};${arg_ENVIRONMENT}")
endfunction()
