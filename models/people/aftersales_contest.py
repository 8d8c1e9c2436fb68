from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

TRAINERS = 'aftersales.group_train'


class AftersalesContest(models.Model):
    """A contest of skill (技能竞赛): its tasks and jury, who took part, points and places, prizes; a table to print (M2)."""
    _name = 'aftersales.contest'
    _description = "Skill Contest"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'discipline']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state'})
    _transitions = {'planned': {'held': TRAINERS, 'cancelled': TRAINERS}, 'held': {}, 'cancelled': {'planned': TRAINERS}}

    state = fields.Selection(
        [('planned', "Contest Planned"), ('held', "Contest Held"), ('cancelled', "Cancelled")],
        string="Status", required=True, readonly=True, copy=False, default='planned', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict')
    name = fields.Char(string="Contest", required=True, max_length=120, tracking=True)
    date = fields.Date(
        string="Contest Day", required=True, index=True, default=lambda self: self.env.company._get_today(), tracking=True)
    discipline = fields.Char(max_length=120, help="Such as diagnosis, reception, high voltage.")
    contest_tasks = fields.Text(string="Tasks of the Contest", max_length=4000)
    jury = fields.Char(string="Jury", max_length=300)
    most_points = fields.Float(string="Most Points", digits=(7, 2), bounds=(0, 10000), default=100.0, aggregator=None)
    place_ids = fields.One2many('aftersales.contest.place', 'contest_id', string="Competitors", copy=False)
    place_count = fields.Integer(string="Took Part", compute='_compute_place_count', store=True)

    @api.depends('place_ids.took_part')
    def _compute_place_count(self):
        for contest in self:
            contest.place_count = len(contest.place_ids.filtered('took_part'))

    # === ACTION METHODS ===#

    def action_hold(self):
        """It was held: places stand and stay."""
        self._claim_for_update()
        self._transition('held')

    def action_cancel(self):
        """It does not take place."""
        self._claim_for_update()
        self._transition('cancelled')

    def action_plan(self):
        """It takes place after all."""
        self._claim_for_update()
        self._transition('planned')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state == 'held'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(contest)s was held: its table stays as it is.", contest=self.display_name)

    def _check_held(self):
        for contest in self:
            if not contest.place_count:
                raise UserError(self.env._("%(contest)s: enter who took part, with the points.", contest=contest.display_name))
            if contest.date > contest.company_id._get_today():
                raise UserError(self.env._("%(contest)s is still to come.", contest=contest.display_name))


class AftersalesContestPlace(models.Model):
    """Somebody in a contest: his points, his place, his prize. Of equal points all have the same place."""
    _name = 'aftersales.contest.place'
    _description = "Place in a Contest"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.frozen.part.mixin']
    _order = 'contest_id.id desc, rank, id'
    _rec_name = 'employee_id'
    _rec_names_search = ['employee_id', 'contest_id']
    _check_company_auto = True
    _frozen_with = 'contest_id'

    contest_id = fields.Many2one('aftersales.contest', string="Contest", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='contest_id.company_id', store=True, index=True, precompute=True)
    date = fields.Date(related='contest_id.date', store=True, index=True)
    contest_state = fields.Selection(related='contest_id.state', string="Status")
    employee_id = fields.Many2one(
        'hr.employee', string="Employee", required=True, index=True, check_company=True, ondelete='restrict')
    took_part = fields.Boolean(default=True)
    score = fields.Float(string="Contest Points", digits=(7, 2), bounds=(0, 10000), aggregator='avg')
    rank = fields.Integer(
        string="Rank", compute='_compute_rank', store=True, aggregator=None, help="0: did not take part.")
    prize = fields.Char(max_length=120)

    _once = models.UniqueIndex('(contest_id, employee_id)', "This person is in the contest already.")

    @api.depends('contest_id.place_ids.score', 'contest_id.place_ids.took_part')
    def _compute_rank(self):
        for contest in self.contest_id:
            competitors = contest.place_ids.filtered('took_part')
            scores = sorted(competitors.mapped('score'), reverse=True)
            for row in contest.place_ids:
                row.rank = scores.index(row.score) + 1 if row in competitors else 0
        (self - self.contest_id.place_ids).rank = 0

    @api.constrains('score', 'contest_id')
    def _check_score(self):
        for row in self:
            most = row.contest_id.most_points
            if most and row.score > most:
                raise ValidationError(self.env._(
                    "%(person)s: there are %(most)g points at most.", person=row.employee_id.sudo().name, most=most))
