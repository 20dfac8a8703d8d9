# SPDX-License-Identifier: MIT OR Apache-2.0
# musl_link(TARGET): link it statically with musl, whose archive the library needs anyway.
get_filename_component(musl_folder ${ZPOLINE_MUSL_ARCHIVE} DIRECTORY)
find_path(ZPOLINE_MUSL_HEADERS bits/alltypes.h NO_DEFAULT_PATH PATHS
  /usr/include/x86_64-linux-musl /usr/x86_64-linux-musl/include /usr/lib/musl/include
  ${musl_folder}/../include)
if(NOT ZPOLINE_MUSL_HEADERS)
  message(FATAL_ERROR "musl's headers are not there: the command is built with them. Remedy: "
    "apt-get install musl-dev, or -DZPOLINE_MUSL_HEADERS=/their/folder")
endif()

# The kernel's headers, which musl leaves to others.
set(ZPOLINE_KERNEL_HEADERS ${CMAKE_BINARY_DIR}/kernel_headers)
file(MAKE_DIRECTORY ${ZPOLINE_KERNEL_HEADERS})
foreach(part linux asm asm-generic)
  find_path(HEADERS_${part} ${part}/types.h PATH_SUFFIXES ${CMAKE_LIBRARY_ARCHITECTURE})
  file(CREATE_LINK ${HEADERS_${part}}/${part} ${ZPOLINE_KERNEL_HEADERS}/${part} SYMBOLIC)
endforeach()

execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=include
  OUTPUT_VARIABLE compiler_headers OUTPUT_STRIP_TRAILING_WHITESPACE)

function(musl_link target)
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:C>:-nostdinc>
    "SHELL:-isystem \"${ZPOLINE_MUSL_HEADERS}\"" "SHELL:-isystem \"${compiler_headers}\""
    "SHELL:-idirafter \"${ZPOLINE_KERNEL_HEADERS}\"")
  target_link_options(${target} PRIVATE -static-pie -nostdlib
    ${musl_folder}/rcrt1.o ${musl_folder}/crti.o)
  target_link_libraries(${target} PRIVATE
    ${ZPOLINE_MUSL_ARCHIVE} gcc ${musl_folder}/crtn.o)
endfunction()
