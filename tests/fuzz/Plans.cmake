# SPDX-License-Identifier: MIT OR Apache-2.0
# For programs that run plans drawn from a seed: ../fuzz/plans.sh, plans.h.
set(PLANS_SOURCE ${CMAKE_CURRENT_LIST_DIR})

# add_plans_program(NAME): of all C files in this folder, with the targets.
function(add_plans_program name)
  find_package(Threads REQUIRED)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  add_executable(${name} ${sources} ${PLANS_SOURCE}/plans.c)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${TARGETS_DIR})
  target_compile_definitions(${name} PRIVATE _GNU_SOURCE)
  target_compile_options(${name} PRIVATE
    "SHELL:-iquote \"${TARGETS_SOURCE}\"" "SHELL:-iquote \"${PLANS_SOURCE}\"")
  target_link_libraries(${name} PRIVATE Threads::Threads)
endfunction()

# add_plans_tests(SCRIPT SHORT LONG COUNT): SCRIPT.sh in each mode. In the default suite
# transparency.SHORT.MODE, some seconds of it, with the same plans each time; with
# -DZPOLINE_FUZZ=ON the long run fuzz.LONG.MODE, COUNT plans with each script.
function(add_plans_tests script short long count)
  foreach(mode auto user bare thread keys zpoline nonet sud sud_user exec exec_user)
    add_script_test(transparency.${short}.${mode} ${PLANS_SOURCE}/${script}.sh ${mode} all 1 25)
    if(ZPOLINE_FUZZ)
      add_script_test(fuzz.${long}.${mode} ${PLANS_SOURCE}/${script}.sh ${mode} all 1 ${count})
      set_tests_properties(fuzz.${long}.${mode} PROPERTIES LABELS fuzz TIMEOUT 7200)
    endif()
  endforeach()
endfunction()
