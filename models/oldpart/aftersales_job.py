from odoo import models
from odoo.exceptions import AccessError, UserError


class AftersalesJob(models.Model):
    """What came out of the car: a tag for each part that the job replaced (H6)."""
    _inherit = 'aftersales.job'

    def action_take_out(self):
        """The technician has taken the old parts out; their tags say what is to become of them."""
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_take_part_out'):
            raise AccessError(self.env._("That an old part was taken out is said by the technician or the parts store."))
        self._claim_for_update()  # two who tag at once do it once
        tagged = self._tag_old_parts()
        if not tagged:
            raise UserError(self.env._(
                "No new part without a tag for its old one was issued for %(job)s.",
                job=", ".join(self.mapped('display_name'))))
        return tagged._get_records_action(name=self.env._("Old Parts"))

    def _after_done(self, source):
        """Parts with a rule of their own leave nobody the choice whether their old one is kept; nor does a customer who
        wants to have them back."""
        super()._after_done(source)
        self._tag_old_parts(only_owed=True)

    def _tag_old_parts(self, only_owed=False):
        """
        :param only_owed: of parts with a rule of their own, and of those that the customer takes along
        :return: the tags that were made: one a line with issued parts whose old one has none yet
        """
        # sudo: whoever does the work need not be allowed to keep the store
        lines = self.sudo().line_ids.filtered(lambda line: (
            line.line_type == 'part' and line.qty_issued > 0 and line.product_id
            and line.product_id.product_tmpl_id._leaves_old_part()))
        if only_owed:
            lines = lines.filtered(lambda line: line._owes_old_part())
        OldPart = self.env['aftersales.old.part']
        if not lines:
            return OldPart
        known = OldPart.sudo().search([('job_id', 'in', lines.job_id.ids)])  # sudo: as above
        tagged = {(part.job_id, part.product_id) for part in known if not part.line_id}
        lines = lines.filtered(lambda line: line not in known.line_id and (line.job_id, line.product_id) not in tagged)
        parts = OldPart.sudo().create([line._prepare_old_part_vals() for line in lines])  # sudo: as above
        parts = parts.with_env(self.env)
        parts._trace('out', self.env.user.name)
        return parts

    def _get_old_part_duty(self, product):
        """The house's own cars, and what others pay for, follow the part's rule; what is covered, the claim."""
        self.ensure_one()
        if self.coverage_id or self.settlement == 'claim':
            return 'claim'
        wish = self.order_id.old_parts_wish if self.pay_type_id.payer_policy == 'customer' else 'dispose'
        return product.product_tmpl_id._get_old_part_duty(wish)
