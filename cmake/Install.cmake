# SPDX-License-Identifier: MIT OR Apache-2.0
#
# cmake --install: the library, what is compiled against it, what editors and
# readers want. The command installs itself and the scripts (src/cli).
include(CMakePackageConfigHelpers)
set(ZPOLINE_DATADIR ${CMAKE_INSTALL_DATADIR}/zpoline)
set(ZPOLINE_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/zpoline)
# While it is 0 any minor version may break the interface, and so its files ask
# for the same one.
set(ZPOLINE_COMPATIBILITY SameMinorVersion)

# The file has the name without a version: LD_PRELOAD names it, in programs that
# are running while a new version is installed too. What is linked to it asks for
# its soname, and finds that by the link, or loaded already.
install(TARGETS zpoline LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/install)
file(CREATE_LINK libzpoline.so ${CMAKE_BINARY_DIR}/install/${ZPOLINE_SONAME} SYMBOLIC)
install(FILES ${CMAKE_BINARY_DIR}/install/${ZPOLINE_SONAME}
  DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES include/zpoline.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY typings DESTINATION ${ZPOLINE_DATADIR})

file(RELATIVE_PATH prefix_from_pc
  /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
configure_file(cmake/zpoline.pc.in install/zpoline.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/install/zpoline.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

configure_package_config_file(cmake/zpolineConfig.cmake.in
  ${CMAKE_BINARY_DIR}/install/zpolineConfig.cmake
  INSTALL_DESTINATION ${ZPOLINE_CMAKEDIR}
  PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_BINDIR
    ZPOLINE_DATADIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/install/zpolineConfigVersion.cmake
  COMPATIBILITY ${ZPOLINE_COMPATIBILITY})
install(FILES ${CMAKE_BINARY_DIR}/install/zpolineConfig.cmake
  ${CMAKE_BINARY_DIR}/install/zpolineConfigVersion.cmake
  DESTINATION ${ZPOLINE_CMAKEDIR})
install(FILES cmake/ZpolineAddTest.cmake DESTINATION ${ZPOLINE_CMAKEDIR})

# The plugin for pytest, with what Python's package managers want to know of it, as
# pip would lay it. pip install . makes the same from pyproject.toml.
file(STRINGS python/pytest_zpoline.py plugin REGEX "^__version__ = ")
if(NOT plugin STREQUAL "__version__ = \"${PROJECT_VERSION}\"")
  message(FATAL_ERROR "python/pytest_zpoline.py: ${plugin}, not ${PROJECT_VERSION}")
endif()
set(ZPOLINE_PYTHONDIR lib/python3/dist-packages CACHE STRING
  "Where the plugin for pytest is installed, below the prefix")
set(ZPOLINE_DISTINFO pytest_zpoline-${PROJECT_VERSION}.dist-info)
configure_file(cmake/python/METADATA.in install/${ZPOLINE_DISTINFO}/METADATA @ONLY)
install(FILES python/pytest_zpoline.py DESTINATION ${ZPOLINE_PYTHONDIR})
install(FILES ${CMAKE_BINARY_DIR}/install/${ZPOLINE_DISTINFO}/METADATA
  cmake/python/entry_points.txt
  DESTINATION ${ZPOLINE_PYTHONDIR}/${ZPOLINE_DISTINFO})

install(FILES README.md CHANGELOG.md SECURITY.md LICENSE LICENSE-MIT LICENSE-APACHE
  cmake/debian/copyright
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
