class RiskQueues:
    """What the nightly passes over risks, duties and plans work on."""

    def _prepare_reviews(self, model, **values):
        records = self.env[f'aftersales.{model}']
        records.search([('is_told', '=', False)]).sudo().is_told = True
        return '_tell_due', records.create([
            {'name': f"N {number}", 'start_date': '2020-01-01', 'user_id': self.user_manager.id, **values}
            for number in range(self.count)])

    def _prepare_tell_risks(self):
        return self._prepare_reviews('risk')

    def _prepare_tell_duties(self):
        return self._prepare_reviews('duty', law="Law")

    def _prepare_tell_plans(self):
        return self._prepare_reviews('emergency.plan', first_steps="Leave")
