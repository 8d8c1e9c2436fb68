class SiteQueues:
    """What the nightly planning of 6S checks works on."""

    def _prepare_plan_site_checks(self):
        areas = self.env['aftersales.site.area']
        areas.search([]).interval_days = 0
        return '_plan_site_check', areas.create([
            {'name': f"Hall {number}", 'workshop_id': self.workshop.id, 'next_check_date': '2020-01-01'}
            for number in range(self.count)])
