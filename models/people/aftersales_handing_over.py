from odoo import api, fields, models

REASONS = [('leaves', "Leaves the House"), ('changes', "Changes Post"), ('away', "Is Away for Long")]
TASK = 'aftersales.mail_activity_handed_over'


class AftersalesHandingOver(models.Model):
    """The protocol of work that went from one person to another: what of which kind, what stayed, and why (M1)."""
    _name = 'aftersales.handing.over'
    _description = "Hand-Over of Work"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'aftersales.batch.mixin',
        'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'employee_id'
    _rec_names_search = ['employee_id', 'successor_id']
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        'hr.employee', string="From", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    successor_id = fields.Many2one(
        'hr.employee', string="To", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    hand_over_reason = fields.Selection(REASONS, string="Why", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Done By", required=True, readonly=True, index=True, default=lambda self: self.env.user)
    things = fields.Text(
        string="Accounts, Papers, Keys", readonly=True, help="What was handed over beside the work, one in each line.")
    line_ids = fields.One2many('aftersales.handing.over.line', 'handing_id', string="Work", readonly=True)
    moved_count = fields.Integer(string="Work Handed Over", compute='_compute_counts', store=True)
    left_count = fields.Integer(string="Stayed", compute='_compute_counts', store=True)

    @api.depends('line_ids.moved_count', 'line_ids.left_count')
    def _compute_counts(self):
        for handing in self:
            handing.moved_count = sum(handing.line_ids.mapped('moved_count'))
            handing.left_count = sum(handing.line_ids.mapped('left_count'))

    @api.depends('employee_id', 'successor_id')
    def _compute_display_name(self):
        for handing in self:
            handing.display_name = f"{handing.employee_id.name or ''} → {handing.successor_id.name or ''}"

    def _tell_successor(self):
        """One task for all of it, where each piece would have been a mail of its own."""
        tasks = {}
        for handing in self:
            user = handing.successor_id.user_id
            words = handing.with_context(lang=user.lang)
            if user:
                tasks[handing] = {'user_id': user.id, 'summary': words.env._(
                    "%(count)s pieces of work of %(person)s are yours now", count=handing.moved_count,
                    person=handing.employee_id.name)}
        self._create_tasks(TASK, tasks)
