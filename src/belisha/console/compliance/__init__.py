"""Where every duty of every school stands: asked of live data, kept day by day, shown. Above all apps that prove."""
