# Reads what `dragoman export` and `dragoman events --output events.csv` write, in base R alone.
#
#   dragoman export --as gdelt   --output gdelt
#   dragoman export --as icews   --output icews.tab
#   dragoman export --as polecat --output polecat.txt
#   dragoman events --output events.csv
#   Rscript docs/export-in-r.R
#
# CAMEO codes are texts: without colClasses, "042" would become 42. quote = "" keeps an apostrophe from opening a string.

actor <- c("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
           "Type1Code", "Type2Code", "Type3Code")
geo <- c("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
gdelt_columns <- c(
  "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
  paste0("Actor1", actor), paste0("Actor2", actor),
  "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
  "NumMentions", "NumSources", "NumArticles", "AvgTone",
  paste0("Actor1Geo_", geo), paste0("Actor2Geo_", geo), paste0("ActionGeo_", geo),
  "DATEADDED", "SOURCEURL"
)
mention_columns <- c(
  "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
  "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
  "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"
)

read_tabs <- function(path, names = NULL, text = character()) {
  header <- is.null(names)
  classes <- setNames(rep("character", length(text)), text)
  if (!header) {
    classes <- setNames(rep(NA_character_, length(names)), names)
    classes[text] <- "character"
  }
  arguments <- list(path, sep = "\t", header = header, quote = "", comment.char = "", na.strings = "",
                    colClasses = classes, check.names = FALSE, encoding = "UTF-8", stringsAsFactors = FALSE)
  if (!header) arguments$col.names <- names
  do.call(read.table, arguments)
}

# Ids are below 2^60 and R's whole numbers end at 2^31: as texts they stay exact.
gdelt_codes <- c("GLOBALEVENTID", "EventCode", "EventBaseCode", "EventRootCode", "DATEADDED")
if (file.exists("gdelt/dragoman.export.CSV")) {
  gdelt <- read_tabs("gdelt/dragoman.export.CSV", gdelt_columns, gdelt_codes)
  mentions <- read_tabs("gdelt/dragoman.mentions.CSV", mention_columns, c("GLOBALEVENTID", "MentionTimeDate"))
  cat("GDELT:", nrow(gdelt), "events,", ncol(gdelt), "columns;", nrow(mentions), "mentions\n")
  print(table(gdelt$Year, gdelt$QuadClass))
  stopifnot(all(mentions$GLOBALEVENTID %in% gdelt$GLOBALEVENTID))
}
if (file.exists("icews.tab")) {
  icews <- read_tabs("icews.tab", text = c("Event ID", "Story ID", "CAMEO Code"))
  icews$`Event Date` <- as.Date(icews$`Event Date`)
  cat("ICEWS:", nrow(icews), "events,", ncol(icews), "columns\n")
  print(aggregate(Intensity ~ `Source Country` + `Target Country`, data = icews, FUN = mean))
}
if (file.exists("polecat.txt")) {
  polecat <- read_tabs("polecat.txt", text = "Event ID")
  cat("POLECAT:", nrow(polecat), "events,", ncol(polecat), "columns\n")
  print(table(polecat$`Event Type`))
}
if (file.exists("events.csv")) {
  events <- read.csv("events.csv", colClasses = c(cameo = "character"), na.strings = "", encoding = "UTF-8")
  cat("dragoman:", nrow(events), "events,", ncol(events), "columns\n")
  print(table(events$status))
}
