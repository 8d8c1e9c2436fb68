from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesLearningGoal(models.Model):
    """What somebody wants to learn in a year (个性化学习计划): everybody enters his own, the trainer sees them all (M2)."""
    _name = 'aftersales.learning.goal'
    _description = "Learning Goal"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'plan_year desc, due_date, id'
    _rec_names_search = ['name', 'employee_id']
    _check_company_auto = True
    _mail_post_access = 'read'
    _guarded_by_model = frozenset({'state'})
    _transitions = {'open': {'reached': None, 'dropped': None}, 'reached': {}, 'dropped': {'open': None}}

    state = fields.Selection(
        [('open', "To Be Learnt Yet"), ('reached', "Learnt"), ('dropped', "Learning Given Up")],
        string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    employee_id = fields.Many2one(
        'hr.employee', string="Employee", required=True, index=True, check_company=True, ondelete='restrict',
        default=lambda self: self.env.user.sudo().with_company(self.env.company).employee_id, tracking=True)
    plan_year = fields.Integer(
        string="Year", required=True, index=True, bounds=(2000, 2100), default=lambda self: self.env.company._get_today().year,
        aggregator=False)
    name = fields.Char(string="I Want to Learn", required=True, max_length=200, tracking=True)
    learnt_for = fields.Char(string="What For", max_length=300)
    way = fields.Selection([
        ('course', "Course"), ('mentor', "On the Job with a Mentor"), ('own', "By Myself"), ('outside', "Outside the House"),
    ], string="How It Is Learnt", required=True, default='course', tracking=True)
    course_id = fields.Many2one(
        'aftersales.training.course', string="Course", index='btree_not_null', ondelete='restrict', check_company=True)
    due_date = fields.Date(string="Learnt Until", tracking=True)
    note = fields.Text(string="How the Learning Went", max_length=1000)
    ended_date = fields.Date(string="Ended On", readonly=True, copy=False)

    # === ACTION METHODS ===#

    def action_reach(self):
        """It is learnt."""
        self._claim_for_update()
        self._transition('reached')

    def action_drop(self):
        """It is given up; the note says why."""
        self._claim_for_update()
        self._transition('dropped')

    def action_reopen(self):
        """It is to be learnt after all."""
        self._claim_for_update()
        self._transition('open')

    # === BUSINESS METHODS ===#

    def _check_dropped(self):
        for goal in self:
            if not (goal.note or '').strip():
                raise UserError(self.env._("%(goal)s: say how it went before it is given up.", goal=goal.name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        for company, goals in self.grouped('company_id').items():
            # sudo: when it ended is the system's
            goals.sudo().ended_date = company._get_today() if target != 'open' else False
