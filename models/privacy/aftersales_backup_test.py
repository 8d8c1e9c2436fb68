from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

TASK = 'aftersales.mail_activity_backup_test'
RESULTS = [('ok', "Restored and Complete"), ('part', "Restored in Part"), ('failed', "Not Restored")]


class AftersalesBackupTest(models.Model):
    """A backup is one once something was restored from it (N7): when, what, by whom, with which result, and when again."""
    _name = 'aftersales.backup.test'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.history.mixin', 'aftersales.batch.mixin', 'mail.activity.mixin',
        'aftersales.log.mixin']
    _description = "Test of a Backup"
    _order = 'date desc, id desc'
    _rec_name = 'what'

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    date = fields.Date(
        string="Tested On", required=True, default=lambda self: self.env.company._get_today(), index=True)
    backup_date = fields.Date(string="Backup of the Day", required=True)
    what = fields.Char(string="What Was Restored", required=True, max_length=200, help="The database, files, one record.")
    user_id = fields.Many2one(
        'res.users', string="Restored By", required=True, index=True, default=lambda self: self.env.user, ondelete='restrict',
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    result = fields.Selection(RESULTS, required=True, default='ok')
    minutes = fields.Integer(string="Minutes It Took", bounds=(0, 100_000), aggregator='avg')
    finding = fields.Text(string="Found at the Test", max_length=4000)
    next_date = fields.Date(
        string="Next Test", compute='_compute_next_date', store=True, readonly=False, precompute=True)
    is_last = fields.Boolean(string="Latest", readonly=True, copy=False)

    _last_idx = models.Index("(company_id, next_date) WHERE is_last")

    @api.depends('date', 'company_id', 'result')
    def _compute_next_date(self):
        """What failed is tried again within a week."""
        for test in self:
            months = relativedelta(months=test.company_id.aftersales_backup_months)
            test.next_date = test.date and test.date + (months if test.result == 'ok' else relativedelta(days=7))

    @api.constrains('date', 'backup_date', 'next_date', 'result', 'finding')
    def _check_test(self):
        for test in self:
            if test.date > test.company_id._get_today() or test.backup_date > test.date:
                raise ValidationError(self.env._("A test is entered once it was made, of a backup that was there before."))
            if test.next_date <= test.date:
                raise ValidationError(self.env._("The next test comes after this one."))
            if test.result != 'ok' and not (test.finding or '').strip():
                raise ValidationError(self.env._("%(test)s: write what was not restored, and why.", test=test.what))

    @api.model_create_multi
    def create(self, vals_list):
        tests = super().create([self._read_inputs(vals) for vals in vals_list])
        tests.sudo()._plan_next()  # sudo: which one counts, and tasks, are the system's
        return tests

    def _get_open_fields(self):
        return {'activity_ids', 'message_ids', 'message_follower_ids'}

    def _plan_next(self):
        """The task of the next test is of whoever made the latest one."""
        for company, tests in self.grouped('company_id').items():
            former = self.search([('company_id', '=', company.id), ('is_last', '=', True)])
            last = (former | tests).sorted(lambda test: (test.date, test.id))[-1:]
            (former - last).is_last = False
            (former - last).activity_unlink([TASK])
            if not last.is_last:
                last.is_last = True
                last._create_tasks(TASK, {last: {
                    'user_id': last.user_id.id, 'date_deadline': last.next_date, 'summary': last.with_context(
                        lang=last.user_id.lang).env._("Restore something from a backup")}})
