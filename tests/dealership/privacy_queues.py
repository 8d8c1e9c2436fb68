class PrivacyQueues:
    """What the passes of data protection work on."""

    def _prepare_delete_by_terms(self):
        runs = self.env['aftersales.deletion.run']
        former = runs.search([('state', 'in', ('open', 'running'))])
        if former:
            self._write_raw(former, state='dropped')
        for __ in range(self.count):
            runs |= self._write_raw(runs.create({}), state='running')
        return '_continue', runs.sorted('id')
