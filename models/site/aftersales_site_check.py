from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_round

CHECKERS = 'aftersales.group_site_check'
STATES = [('open', "Area to Be Checked"), ('closed', "Check Signed"), ('missed', "Check Not Done")]


class AftersalesSiteCheck(models.Model):
    """An area of an outlet checked by the six S: 0 to 5 points for each point, a photo, an improvement action for what is not
    as it should be. Whoever made it signs it, then it stays.

    Score: points reached of points possible, × 100; what does not apply counts neither way.
    """
    _name = 'aftersales.site.check'
    _description = "6S Check"
    _inherit = ['aftersales.round.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'area_id'
    _rec_names_search = ['area_id.name', 'workshop_id.name']
    _check_company_auto = True
    _free_fields = frozenset({'state', 'signed_id', 'signed_date', 'action_ids'})
    _transitions = {'open': {'closed': CHECKERS, 'missed': 'aftersales.group_manager'}, 'closed': {}, 'missed': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    area_id = fields.Many2one('aftersales.site.area', string="Area", required=True, index=True, ondelete='restrict')
    workshop_id = fields.Many2one(related='area_id.workshop_id', string="Outlet", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='area_id.company_id', store=True, index=True, precompute=True)
    kind = fields.Selection(related='area_id.kind', store=True, precompute=True)
    date = fields.Date(
        string="To Check On", required=True, default=lambda self: self.env.company._get_today(), index=True, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Charged With It", index='btree_not_null', tracking=True, check_company=True,
        compute='_compute_user_id', store=True, readonly=False, precompute=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    line_ids = fields.One2many('aftersales.site.check.line', 'check_id', string="Points Checked")
    reached = fields.Integer(string="Points Reached", compute='_compute_score', store=True, bounds=(0, 100000))
    possible = fields.Integer(string="Points That Apply", compute='_compute_score', store=True, bounds=(0, 100000))
    score = fields.Float(compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 100), aggregator='avg')
    finding_count = fields.Integer(string="Findings", compute='_compute_score', store=True, bounds=(0, 1000))
    action_ids = fields.One2many('aftersales.action', 'site_check_id', string="Improvement Actions", readonly=True)

    _open_idx = models.Index("(date) WHERE state = 'open'")

    # === COMPUTE METHODS ===#

    @api.depends('area_id')
    def _compute_user_id(self):
        for check in self:
            check.user_id = check.area_id._get_charged() if check.area_id else False

    @api.depends('line_ids.mark', 'line_ids.finding')
    def _compute_score(self):
        for check in self:
            lines = check.line_ids.filtered(lambda line: line.mark != 'none')
            check.reached = sum(int(line.mark or 0) for line in lines)
            check.possible = 5 * len(lines)
            check.score = float_round(check.reached / check.possible * 100, 2) if check.possible else 0.0
            check.finding_count = len(check.line_ids.filtered(lambda line: (line.finding or '').strip()))

    @api.depends('area_id', 'date')
    def _compute_display_name(self):
        for check in self:
            check.display_name = ' · '.join(filter(None, (
                check.area_id.display_name, fields.Date.to_string(check.date) if check.date else None)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """A check begins with the points of its kind of area, in the words of the day."""
        checks = super().create(vals_list)
        points = {}
        for check in checks.filtered(lambda check: not check.line_ids):
            if check.kind not in points:
                points[check.kind] = self.env['aftersales.site.point']._get_points(check.kind)
            check.line_ids = [Command.create({
                'name': point.name, 'step': point.step, 'instruction': point.instruction, 'sequence': number,
            }) for number, point in enumerate(points[check.kind])]
        return checks

    # === BUSINESS METHODS ===#

    def _give_task(self):
        for check in self:
            user = check.user_id
            if user:
                words = check.with_context(lang=user.lang).env
                check.activity_schedule(
                    'aftersales.mail_activity_site_check', check.date, user_id=user.id,
                    summary=check.area_id._get_task_summary(words, check.date))

    def _check_closed(self):
        super()._check_closed()
        for check in self:
            if not check.line_ids or not all(line.mark for line in check.line_ids):
                raise UserError(self.env._("%(check)s: give each point its marks first.", check=check.display_name))
            check.line_ids._check_told()

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: the task was whosever
        self.sudo().activity_unlink(['aftersales.mail_activity_site_check'])

    def _after_closed(self, source):
        """What was found becomes an improvement action."""
        self.line_ids._make_actions()
