# SPDX-License-Identifier: MIT OR Apache-2.0
#
# cpack -G DEB, in the build folder: a package for the Debian that it is made on.
# With SOURCE_DATE_EPOCH set two runs give the same bytes.
set(CPACK_PACKAGE_NAME ${PROJECT_NAME})
set(CPACK_PACKAGE_CONTACT "The zpoline-lua authors <zpoline-lua@lists.invalid>"
  CACHE STRING "Maintainer of packages made by cpack")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "hook every system call of a program, from Lua or C")
set(CPACK_PACKAGE_DESCRIPTION
"Starts a program and calls functions in Lua or C for its system calls. A
function can look at a call, change its arguments, answer it or let it pass.
Unhooked calls cost next to nothing. No privilege is needed.
.
With scripts to trace, measure, inject faults, and fake files and clocks, and
what is needed to write scripts.")
set(CPACK_GENERATOR TGZ)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/debian/tree.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What cpack would write itself calls ldconfig by scripts.
file(WRITE ${CMAKE_BINARY_DIR}/install/triggers "activate-noawait ldconfig\n")
string(REPLACE ".so." " " shlibs ${ZPOLINE_SONAME})
file(WRITE ${CMAKE_BINARY_DIR}/install/shlibs
  "${shlibs} ${PROJECT_NAME} (>= ${PROJECT_VERSION})\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_BINARY_DIR}/install/triggers ${CMAKE_BINARY_DIR}/install/shlibs)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "python3-pytest, cmake")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
