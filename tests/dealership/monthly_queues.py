class MonthlyQueues:
    """Work of the month's report, see ``every_queue``."""

    def _prepare_make_monthly_reports(self):
        return '_make_monthly_report', self.env['aftersales.workshop'].concat(*(
            self.workshop.copy({'code': f'MR{number}'}) for number in range(self.count)))
