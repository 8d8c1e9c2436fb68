from odoo import api, fields, models


class AftersalesLoan(models.Model):
    """A car that is not back in time is somebody's task, and so is the customer who was promised it next."""
    _inherit = 'aftersales.loan'

    late_told_date = fields.Datetime(readonly=True, copy=False)
    risk_told_date = fields.Datetime(readonly=True, copy=False)

    def write(self, vals):
        result = super().write(vals)
        if 'date_to' in vals:  # made longer, it may be late again
            self.filtered('late_told_date')._forget_tasks()
        return result

    @api.model
    def _cron_watch_late_loans(self, batch=200):
        domain = [('is_late', '=', True), ('late_told_date', '=', False)]
        self._work_through(domain, '_tell_late', batch, order='date_to, id', together=True)

    @api.model
    def _cron_watch_loans_at_risk(self, batch=200):
        domain = [('is_at_risk', '=', True), ('risk_told_date', '=', False)]
        self._work_through(domain, '_tell_at_risk', batch, order='date_from, id', together=True)

    def _tell_late(self):
        tasks = {}
        for loan in self.sudo():
            words = loan._get_words()
            tasks[loan] = {'user_id': loan.user_id.id, 'summary': words.env._(
                "%(plate)s is not back: it was due on %(date)s", plate=words.license_plate, date=words._say(words.date_to))}
        self.sudo()._create_tasks('aftersales.mail_activity_loan_late', tasks)
        self.sudo().late_told_date = fields.Datetime.now()

    def _tell_at_risk(self):
        tasks = {}
        for loan in self.sudo():
            words = loan._get_words()
            tasks[loan] = {'user_id': loan.user_id.id, 'summary': words.env._(
                "%(plate)s is promised for %(date)s and still out: find another car",
                plate=words.license_plate, date=words._say(words.date_from))}
        self.sudo()._create_tasks('aftersales.mail_activity_loan_risk', tasks)
        self.sudo().risk_told_date = fields.Datetime.now()

    def _get_words(self):
        """The loan in the language of its advisor."""
        self.ensure_one()
        return self.with_context(lang=self.user_id.lang)
