# SPDX-License-Identifier: MIT OR Apache-2.0
# The CMakeLists.txt of somebody who has the package, around what docs/install.md
# shows.
cmake_minimum_required(VERSION 3.18)
project(hooks LANGUAGES C)
enable_testing()
add_executable(program program.c)
include(shown.cmake)
add_executable(linked linked.c)
target_link_libraries(linked PRIVATE zpoline::zpoline)
file(WRITE ${CMAKE_BINARY_DIR}/library "${zpoline_LIBRARY}")
