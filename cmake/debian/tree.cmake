# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Run by cpack on the tree that it is about to pack: what Debian wants otherwise
# than cmake --install lays it.
if(NOT CPACK_GENERATOR STREQUAL DEB)
  return()
endif()

set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(doc ${share}/doc/${CPACK_PACKAGE_NAME})
file(REMOVE ${doc}/LICENSE ${doc}/LICENSE-MIT ${doc}/LICENSE-APACHE)
file(RENAME ${doc}/CHANGELOG.md ${doc}/changelog)

# string(TIMESTAMP) honours SOURCE_DATE_EPOCH.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog.Debian
"${CPACK_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Made from the sources by cpack: see changelog.gz.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
configure_file(${CMAKE_CURRENT_LIST_DIR}/overrides
  ${share}/lintian/overrides/${CPACK_PACKAGE_NAME} COPYONLY)

file(GLOB pages ${share}/man/man*/*)
foreach(file ${doc}/changelog ${doc}/changelog.Debian ${pages})
  execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY}
    -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} {} + COMMAND_ERROR_IS_FATAL ANY)
endif()
