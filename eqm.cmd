@echo off
rem Runs eqm's command line on Windows, as the shell script eqm does elsewhere; builds it first if it was never built or
rem its sources are newer.
rem   EQM_JAVA_OPTS    more options for the JVM, for example -Xmx8g
rem   EQM_MAVEN_ARGS   more arguments for the build, for example -Pcuda
rem   EQM_CLASSPATH    jars with extensions, separated by ';'
rem   EQM_DEBUG=1      stack traces beside error messages
rem Tried under Wine 8 alone, with a script in place of Java: JAVA_HOME, folders with blanks, brackets and &, arguments,
rem variables and messages. Not tried, because Wine cannot do it: the build, PowerShell's look for newer sources, several
rem entries in EQM_CLASSPATH, exit codes; and nothing of it on Windows itself.
setlocal DisableDelayedExpansion
set "home=%~dp0"
if "%home:~-1%"=="\" set "home=%home:~0,-1%"
rem No block of parentheses holds a path below: one in the path would close it.
if not "%home:;=%"=="%home%" goto semicolon

set "built=%home%\eqm-cli\target\launcher"
set "stamp=%built%\launcher.stamp"
set "archive=%built%\launcher.jsa"
set "classes=%built%\lib\*;%built%\eqm-cli.jar"

set "java=java"
if not defined JAVA_HOME goto pathjava
set "java=%JAVA_HOME:"=%\bin\java.exe"
if not exist "%java%" goto nojava
goto built
:pathjava
where java >nul 2>nul
if errorlevel 1 goto nojava

:built
if not exist "%stamp%" goto build
set "args="
set /p args=<"%stamp%"
if not "%args%"=="args %EQM_MAVEN_ARGS%" goto build
rem Paths go through the environment: as text in a command, quotes and brackets in them would be read as something else.
set "EQM_HOME_FOLDER=%home%"
set "EQM_STAMP=%stamp%"
powershell -NoProfile -ExecutionPolicy Bypass -Command "$t = (Get-Item -LiteralPath $env:EQM_STAMP).LastWriteTimeUtc; $m = @(Get-ChildItem -LiteralPath $env:EQM_HOME_FOLDER -Filter 'eqm-*' -Directory); $f = @(Get-Item -LiteralPath (Join-Path $env:EQM_HOME_FOLDER 'pom.xml')); foreach ($d in $m) { $f += @(Get-ChildItem -LiteralPath $d.FullName -Filter 'pom.xml' -File); $s = Join-Path $d.FullName 'src\main'; if (Test-Path -LiteralPath $s) { $f += @(Get-ChildItem -LiteralPath $s -Recurse -File) } }; if (@($f | Where-Object { $_.LastWriteTimeUtc -gt $t }).Count -gt 0) { exit 3 }" >nul 2>nul
rem Without PowerShell (9009) what is there is run.
if errorlevel 4 goto run
if errorlevel 3 goto build
goto run

:build
echo eqm: building, which takes about a minute; the first time, about 160 MB of libraries are downloaded before that 1>&2
if exist "%stamp%" del "%stamp%"
if exist "%built%\eqm-cli.jar" del "%built%\eqm-cli.jar"
if exist "%built%\lib" rmdir /s /q "%built%\lib"
pushd "%home%"
rem Module by module, and what went wrong. A pipe has the exit code of its last command, so the result is looked at.
call mvnw.cmd -B -Dstyle.color=never -Deqm.launcher %EQM_MAVEN_ARGS% -pl eqm-cli -am package 2>&1 | findstr /b /c:"[INFO] Building eqm" /c:"[ERROR]" /c:"[INFO] BUILD" 1>&2
popd
if not exist "%built%\eqm-cli.jar" goto failed
if not exist "%built%\lib\picocli-*.jar" goto failed
if exist "%archive%" del "%archive%"
rem An archive of loaded classes halves the start-up time; eqm runs without it as well.
"%java%" -XX:ArchiveClassesAtExit="%archive%" -Xlog:cds=off -Xlog:cds+dynamic=off -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "%classes%" dev.eqm.cli.Main --help >nul 2>nul
>"%stamp%" echo args %EQM_MAVEN_ARGS%

:run
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined EQM_CLASSPATH goto start
set "classes=%classes%;%EQM_CLASSPATH%"
set "rest=%EQM_CLASSPATH%"
:entries
if not defined rest goto start
set "entry="
for /f "tokens=1* delims=;" %%a in ("%rest%") do set "entry=%%a"& set "rest=%%b"
if not defined entry goto start
if "%entry:~-1%"=="*" goto entries
if exist "%entry%\*" goto entries
if not exist "%entry%" goto nojar
if /i "%entry:~-4%"==".jar" goto entries
if /i "%entry:~-4%"==".zip" goto entries
goto nojar

:start
rem With -Xshare:auto an archive that is not there is passed over.
rem Whether somebody watches, Java finds out; by the older way also in JDK 22 and newer (jdk.console).
"%java%" -Deqm.home="%home%" -Deqm.command="%~0" -Deqm.terminal=auto -Djdk.console=java.base -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED %EQM_JAVA_OPTS% -XX:SharedArchiveFile="%archive%" -cp "%classes%" dev.eqm.cli.Main %*
exit /b %errorlevel%

:semicolon
echo eqm: "%home%" has a ';' in its name, and Java separates the folders of its class path by it; rename or move the checkout 1>&2
exit /b 2

:nojava
echo eqm: no java found; install a JDK 17 or newer, or set JAVA_HOME 1>&2
exit /b 1

:failed
echo eqm: the build failed, see above 1>&2
exit /b 1

:nojar
echo eqm: EQM_CLASSPATH: "%entry%" is no jar and no folder of classes; give the path of a jar, several separated by ';' 1>&2
exit /b 2
