from .standard import StandardOf


class StandardQueues(StandardOf):
    """What the nightly passes of the quality system work on."""

    def _prepare_tell_certificates(self):
        certificates = self.env['aftersales.standard.certificate']
        certificates.search([('is_told', '=', False)]).sudo().is_told = True
        standard = self._use_standard()
        return '_tell_due', certificates.create([{
            'number': f"C {number}", 'body': "Body", 'standard_id': standard.id, 'issue_date': '2020-01-01',
            'user_id': self.user_manager.id} for number in range(self.count)])

    def _prepare_tell_norms(self):
        norms = self.env['aftersales.norm']
        norms.search([('is_told', '=', False)]).sudo().is_told = True
        norms = norms.create([{
            'code': str(number), 'name': "Greet", 'text': "At once", 'valid_from': '2020-01-01',
            'user_id': self.user_manager.id} for number in range(self.count)])
        norms.action_use()
        return '_tell_due', norms
