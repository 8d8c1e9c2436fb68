from odoo import api, fields, models
from odoo.exceptions import UserError

# What was told stays as it was told; what comes back is entered afterwards.
TOLD_FIELDS = {'date', 'brand_id', 'recipient_kind', 'partner_id', 'vehicle_ids', 'title', 'observation', 'company_id'}


class AftersalesDefectReport(models.Model):
    """A suspected defect, told to the maker or the authority (I7): when, which cars, what was seen, what came back."""
    _name = 'aftersales.defect.report'
    _description = "Report of a Suspected Defect"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
        'aftersales.warranty.number.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = ['name', 'title']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'sent': 'aftersales.group_claims'},
        'sent': {'answered': 'aftersales.group_claims'},
        'answered': {'closed': 'aftersales.group_claims', 'sent': 'aftersales.group_claims'},
        'closed': {'answered': 'aftersales.group_manager'},
    }

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    title = fields.Char(required=True, index='trigram', tracking=True)
    state = fields.Selection(
        selection=[('draft', "Draft"), ('sent', "Sent"), ('answered', "Answered"), ('closed', "Concluded")],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True,
        group_expand=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        'res.users', string="Responsible", index='btree_not_null', check_company=True, tracking=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    date = fields.Date(string="Noticed on", required=True, default=fields.Date.context_today, tracking=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', string="Brand", index='btree_not_null', ondelete='restrict')
    recipient_kind = fields.Selection(
        [('maker', "Maker"), ('authority', "Authority")], string="Told To", required=True, default='maker', tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Recipient", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True)
    vehicle_ids = fields.Many2many('fleet.vehicle', string="Cars", check_company=True)
    vehicle_count = fields.Integer(string="Number of Cars", compute='_compute_vehicle_count')
    observation = fields.Text(string="Facts", help="What was seen on which cars, and what could happen.", tracking=True)
    sent_date = fields.Date(string="Sent on", readonly=True, copy=False)
    answer = fields.Text(copy=False, tracking=True)
    answer_date = fields.Date(string="Answered on", readonly=True, copy=False)
    recall_id = fields.Many2one(
        'aftersales.recall', string="Became Recall", index='btree_not_null', check_company=True, copy=False, tracking=True,
        ondelete='restrict')

    # === COMPUTE METHODS ===#

    @api.depends('vehicle_ids')
    def _compute_vehicle_count(self):
        for report in self:
            report.vehicle_count = len(report.vehicle_ids)

    # === CRUD METHODS ===#

    def write(self, vals):
        if TOLD_FIELDS & vals.keys():
            for report in self.filtered(lambda report: report.state != 'draft'):
                raise UserError(self.env._(
                    "%(report)s was sent: what was told stays as it was. Write a new report.", report=report.name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for report in self:
            if report.state != 'draft':
                raise UserError(self.env._(
                    "%(report)s was sent: reports of defects are kept for five years and longer.", report=report.name))

    # === ACTION METHODS ===#

    def action_send(self):
        """It has gone to the maker or the authority."""
        self._transition('sent')

    def action_answer(self):
        self._transition('answered')

    def action_close(self):
        self._transition('closed')

    def action_reset(self):
        """Back by one step: the answer was none, or the matter is not closed."""
        for report in self:
            report._transition('sent' if report.state == 'answered' else 'answered')

    # === BUSINESS METHODS ===#

    def _check_sent(self):
        for report in self.filtered(lambda report: report.state == 'draft'):
            missing = [
                report._fields[name]._description_string(self.env)
                for name in ('partner_id', 'vehicle_ids', 'observation') if not report[name]]
            if missing:
                raise UserError(self.env._("%(report)s lacks: %(missing)s.", report=report.name, missing=", ".join(missing)))

    def _after_sent(self, source):
        if source == 'draft':
            self.sudo().sent_date = fields.Date.context_today(self)  # sudo: stamps of the system

    def _check_answered(self):
        for report in self:
            if not (report.answer or '').strip():
                raise UserError(self.env._("Enter what was answered to %(report)s.", report=report.name))

    def _after_answered(self, source):
        if source == 'sent':
            self.sudo().answer_date = fields.Date.context_today(self)  # sudo: as above

    def _check_closed(self):
        """Hook: rooms say what must be settled first."""
