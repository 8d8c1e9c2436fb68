from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

STATES = [('open', "Review Open"), ('closed', "Review Closed")]
TASK = 'aftersales.mail_activity_access_review'
VERDICTS = [('keep', "Keeps His Roles"), ('change', "Roles to Change"), ('remove', "Access to Remove")]


class AftersalesAccessReview(models.Model):
    """Twice a year: who may log in with which role, and whether he still needs it (N7, quality sheet §10)."""
    _name = 'aftersales.access.review'
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _description = "Review of Rights"
    _order = 'date desc, id desc'
    _guarded_by_model = frozenset({'state'})
    _transitions = {'open': {'closed': 'aftersales.group_manager'}, 'closed': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, default=lambda self: self.env.company, ondelete='restrict')
    date = fields.Date(string="As Of", required=True, readonly=True, default=lambda self: self.env.company._get_today())
    line_ids = fields.One2many('aftersales.access.review.line', 'review_id', string="People")
    left_count = fields.Integer(string="Left to Look At", compute='_compute_left_count')
    note = fields.Text(string="Result in Words", max_length=4000)
    closed_date = fields.Datetime(string="Closed On", readonly=True, copy=False)
    closed_id = fields.Many2one('res.users', string="Closed By", readonly=True, copy=False, index='btree_not_null')

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state = 'open'", "A review of this company's rights is open already. Close it first.")

    @api.depends('line_ids.verdict')
    def _compute_left_count(self):
        for review in self:
            review.left_count = len(review.line_ids.filtered(lambda line: not line.verdict))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self.flush_model(['state'])  # what is closed makes room before
        reviews = super().create(vals_list)
        for review in reviews.sudo():  # sudo: who has which role is read for whoever reviews it
            review.line_ids = [Command.clear(), *(
                Command.create({'user_id': user.id, 'roles': review._get_roles(user), 'login_date': user.login_date})
                for user in review._find_users())]
        return reviews

    # === ACTION METHODS ===#

    def action_close(self):
        self._transition('closed')

    def action_keep_rest(self):
        """Who was not spoken of keeps his roles."""
        self.check_access('write')
        self._claim_for_update()
        self.line_ids.filtered(lambda line: not line.verdict).verdict = 'keep'

    # === BUSINESS METHODS ===#

    def _find_users(self):
        group = self.env.ref('aftersales.group_user')
        return group.all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids).sorted('name')

    def _get_roles(self, user):
        privilege = self.env.ref('aftersales.privilege_aftersales')
        return ", ".join(user.all_group_ids.filtered(lambda group: group.privilege_id == privilege).mapped('name'))

    def _check_closed(self):
        for review in self:
            if review.left_count:
                raise UserError(self.env._(
                    "%(review)s: say of everybody whether he keeps his roles. Left: %(names)s.", review=review.display_name,
                    names=", ".join(review.line_ids.filtered(lambda line: not line.verdict).mapped('user_id.name')[:10])))
            silent = review.line_ids.filtered(lambda line: line.verdict != 'keep' and not (line.note or '').strip())
            if silent:
                raise UserError(self.env._(
                    "%(review)s: write what is to change for %(name)s.", review=review.display_name,
                    name=silent[0].user_id.name))

    def _after_closed(self, source):
        """What is to change becomes a task of whoever closed it, and so does the next review."""
        # sudo: stamps and tasks are the system's
        reviews = self.sudo()
        reviews.write({'closed_date': fields.Datetime.now(), 'closed_id': self.env.uid})
        reviews.activity_unlink([TASK])
        for review in reviews:
            today = review.company_id._get_today()
            words = self.with_context(lang=self.env.user.lang).env  # whoever closes it gets the tasks
            tasks = [
                (fields.Date.add(today, days=3), words._("%(name)s: %(what)s", name=line.user_id.name, what=line.note))
                for line in review.line_ids if line.verdict != 'keep']
            again = today + relativedelta(months=review.company_id.aftersales_review_months)
            for day, summary in [*tasks, (again, words._("Look again at who has which role"))]:
                review.activity_schedule(TASK, date_deadline=day, user_id=self.env.uid, summary=summary)


class AftersalesAccessReviewLine(models.Model):
    """One person of a review: his roles as they were then, and whether he keeps them."""
    _name = 'aftersales.access.review.line'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Person in a Review of Rights"
    _order = 'review_id.id desc, id'
    _rec_name = 'user_id'

    review_id = fields.Many2one(
        'aftersales.access.review', string="Access Review", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='review_id.company_id', store=True, index=True)
    user_id = fields.Many2one('res.users', string="User", required=True, readonly=True, index=True, ondelete='restrict')
    roles = fields.Char(readonly=True, max_length=500)
    login_date = fields.Datetime(string="Last Login", readonly=True)
    verdict = fields.Selection(VERDICTS)
    note = fields.Char(string="What Is to Change", max_length=200)

    def _is_history(self):
        return self.review_id.state != 'open'
