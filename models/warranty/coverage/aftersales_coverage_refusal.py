from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class AftersalesCoverageRefusal(models.Model):
    """Warranty was refused for a job: by whom, on which grounds, in which words. It stays as it was told the customer."""
    _name = 'aftersales.coverage.refusal'
    _description = "Refusal of Warranty"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.frozen.mixin']
    _order = 'id desc'
    _rec_name = 'job_name'
    _is_born_frozen = True

    job_id = fields.Many2one('aftersales.job', required=True, readonly=True, index=True, ondelete='restrict')
    job_name = fields.Char(string="Work", readonly=True, required=True)
    order_id = fields.Many2one(related='job_id.order_id', store=True, index=True)
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(related='job_id.workshop_id')
    vehicle_id = fields.Many2one(related='job_id.vehicle_id', store=True, index=True)
    partner_id = fields.Many2one(related='order_id.partner_id')
    coverage_id = fields.Many2one('aftersales.coverage', readonly=True, index='btree_not_null', ondelete='restrict')
    exclusion_ids = fields.Many2many('aftersales.exclusion', string="Grounds", readonly=True)
    explanation = fields.Text(readonly=True, required=True, help="What was found, in words for the customer.")
    user_id = fields.Many2one('res.users', string="Refused By", readonly=True, required=True)
    date = fields.Date(readonly=True, required=True)

    # === BUSINESS METHODS ===#

    def _get_frozen_message(self):
        return self.env._(
            "The refusal of “%(job)s” on %(day)s is what the customer was told: it is neither changed nor deleted. Take the "
            "work as warranty if it was wrong.", job=self.job_name, day=format_date(self.env, self.date))

    @api.model
    def _refuse(self, job, exclusions, explanation):
        """Refuse warranty for a job, on lawful grounds.

        :raises UserError: when the grounds are none by law, or not those of the policy
        """
        job.check_access('write')
        if not self.env.user.has_group('aftersales.group_job'):
            raise AccessError(self.env._("Only those who decide who pays may refuse warranty."))
        job.order_id._check_unlocked()
        explanation = (explanation or '').strip()
        if not exclusions or not explanation:
            raise UserError(self.env._(
                "“%(job)s”: say on which ground warranty is refused, and what was found.", job=job.shown_name))
        exclusions._check_is_ground()
        standing = job._get_coverage_standing()
        self._check_fits(job, exclusions, standing)
        # sudo: it is kept by the system; who may refuse is checked above
        refusal = self.sudo().create({
            'job_id': job.id, 'job_name': job.name, 'exclusion_ids': exclusions.ids, 'explanation': explanation,
            'coverage_id': standing.coverage.id if standing else False,
            'user_id': self.env.uid, 'date': job.workshop_id._get_local_day(fields.Datetime.now()),
        })
        job._after_refusal(refusal)
        return refusal

    @api.model
    def _check_fits(self, job, exclusions, standing):
        """The grounds are such as the policy knows, and its term is over where that is said."""
        if not standing:
            return
        if standing.is_covered and any(exclusions.mapped('is_term')):
            raise UserError(self.env._(
                "“%(job)s” cannot be refused as outside the term. %(standing)s",
                job=job.shown_name, standing=standing.coverage._describe(standing)))
        policy = standing.coverage.sudo().policy_id  # sudo: told to whoever may see the car
        unknown = exclusions.filtered(lambda exclusion: not exclusion.is_unlawful) - policy.exclusion_ids
        if unknown:
            raise UserError(self.env._(
                "%(policy)s does not know this ground: %(grounds)s.",
                policy=policy.display_name, grounds=", ".join(unknown.mapped('name'))))

    def _get_grounds(self):
        """What the letter names."""
        self.ensure_one()
        return self.exclusion_ids.filtered(lambda exclusion: not exclusion.is_unlawful)
