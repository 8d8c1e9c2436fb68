from odoo import fields, models
from odoo.exceptions import UserError

# What the numbers of other kinds begin with; a complaint's is year, month, number (261103).
SIGNS = {'complaint': '', 'incident': 'I', 'suggestion': 'S'}


class AftersalesComplaint(models.Model):
    """The office numbers complaints in the order in which it receives them, anew each month (K1)."""
    _inherit = 'aftersales.complaint'

    registered_date = fields.Datetime(
        string="Registered", readonly=True, copy=False, index='btree_not_null',
        help="When the office received it; the deadlines begin here.")

    # === ACTION METHODS ===#

    def action_register(self):
        """The office has it."""
        self.check_access('write')
        self._check_role('aftersales.group_handle_complaint')
        for complaint in self:
            if complaint.registered_date:
                raise UserError(self.env._(
                    "%(complaint)s is registered already.", complaint=complaint.display_name))
            if complaint.state != 'received':
                raise UserError(self.env._(
                    "%(complaint)s was dropped: reopen it first.", complaint=complaint.display_name))
        self._take_in()
        self._give_tasks()

    # === BUSINESS METHODS ===#

    def _take_in(self):
        """Number and deadlines; of what has them already nothing changes."""
        # sudo: numbers and stamps are the system's
        new = self.sudo().filtered(lambda complaint: not complaint.registered_date)
        if not new:
            return
        now = fields.Datetime.now()
        new._give_numbers(now)
        new.write({'registered_date': now})
        for complaint in new.filtered(lambda complaint: not complaint.user_id):
            complaint.user_id = complaint._default_user_id()
        new._begin_stage(now)
        new._begin_whole(now)

    def _give_numbers(self, now):
        Counter = self.env['aftersales.complaint.counter']
        inorder = self.sorted(lambda complaint: (complaint.received_date, complaint.id))
        for (company, month), complaints in inorder.grouped(lambda complaint: (
                complaint.company_id, complaint._get_month(now))).items():
            for complaint, number in zip(complaints, Counter._draw(company, month, len(complaints)), strict=True):
                complaint.name = number

    def _get_month(self, moment):
        """By the outlet's clock, not Greenwich's."""
        self.ensure_one()
        return f'{SIGNS[self.kind]}{self._get_local_date(moment):%y%m}'
