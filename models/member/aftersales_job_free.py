from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesJob(models.Model):
    """Work that a free campaign of the house gives: nobody pays for it, and everybody reads why (contracts §6)."""
    _inherit = 'aftersales.job'

    offer_id = fields.Many2one(
        'aftersales.offer', string="Free by", readonly=True, copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict', tracking=True)
    may_give_free = fields.Boolean(compute='_compute_may_give_free')

    # === COMPUTE METHODS ===#

    @api.depends('operation_id', 'offer_id', 'state')
    def _compute_may_give_free(self):
        """Whether a campaign that runs gives the work free; asked for jobs that nobody is charged for yet alone."""
        asked = self.filtered(lambda job: job.operation_id and job.is_open and not job.offer_id)
        # sudo: who may not read offers learns only whether there is one
        found = self.env['aftersales.offer'].sudo()._find_free(asked)
        for job in self:
            job.may_give_free = bool(found.get(job))

    # === CRUD METHODS ===#

    def copy_data(self, default=None):
        """The same work once more is not free once more."""
        vals_list = super().copy_data(default)
        for job, vals in zip(self, vals_list, strict=True):
            if job.offer_id and 'pay_type_id' not in (default or {}):
                vals.pop('pay_type_id', None)
                vals.pop('payer_id', None)
        return vals_list

    def write(self, vals):
        """Whoever lets somebody pay takes the work out of the campaign; so does other work."""
        result = super().write(vals)
        if 'pay_type_id' in vals and 'offer_id' not in vals:
            left = self.filtered(lambda job: job.offer_id and job.pay_type_id != job._get_campaign_pay_type())
            left.sudo().offer_id = False  # sudo: which campaign gives it is the system's
        if 'operation_id' in vals:
            for job in self.filtered('offer_id'):
                if job.operation_id not in job.sudo().offer_id.free_operation_ids:  # sudo: what is given holds for all
                    job.sudo().write({'offer_id': False, 'pay_type_id': job._default_pay_type_id()})
        return result

    # === ACTION METHODS ===#

    def action_give_free(self):
        """The campaign of the house that runs gives this work."""
        self.ensure_one()
        self.check_access('write')
        self.order_id._claim_for_update()
        self.order_id._check_unlocked()
        if self.offer_id or not self.is_open or any(line.qty_invoiced for line in self.line_ids):
            raise UserError(self.env._("%(job)s is done, invoiced, or free already.", job=self.display_name))
        offers = self.env['aftersales.offer']._find_free(self)[self]
        offers.sudo()._claim_for_update()  # sudo: two orders of one car at once
        refusals = [offer._get_free_refusal(self) for offer in offers]
        fitting = [offer for offer, refusal in zip(offers, refusals, strict=True) if not refusal]
        if not fitting:
            raise UserError(next(iter(refusals), None) or self.env._(
                "%(job)s: no campaign that runs at %(outlet)s gives this work free.", job=self.display_name,
                outlet=self.workshop_id.name))
        before = self._get_given_rates()
        # sudo: a manager has decided it for everybody; which campaign it is is the system's
        self.sudo().write({'offer_id': fitting[0].id, 'pay_type_id': self._get_campaign_pay_type().id})
        self._check_given_away(before)

    # === BUSINESS METHODS ===#

    def _get_campaign_pay_type(self):
        return self.env.ref('aftersales.pay_type_campaign')

    def _suggest_pay_type(self):
        return self._get_campaign_pay_type() if self.offer_id else super()._suggest_pay_type()

    def _get_shown_internal_types(self):
        """The customer reads what he was given."""
        return super()._get_shown_internal_types() | self._get_campaign_pay_type()
