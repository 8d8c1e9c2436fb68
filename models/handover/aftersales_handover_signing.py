from odoo import models
from odoo.exceptions import AccessError, UserError

GIVE = 'aftersales.group_give_car'
# Who signs as what; the buyer signs in the form.
SIGNERS = {'technician': 'aftersales.group_technician', 'inspector': 'aftersales.group_inspector', 'sales': GIVE}
INSPECTORS = {'technician': 'inspector', 'inspector': 'technician'}


class AftersalesHandover(models.Model):
    """Technician and inspector sign what they looked at, sales and the buyer what they went through together."""
    _inherit = 'aftersales.handover'

    # === ACTION METHODS ===#

    def action_sign_technician(self, signature, kind='drawn'):
        self._sign_staff('technician', signature, kind)

    def action_sign_inspector(self, signature, kind='drawn'):
        self._sign_staff('inspector', signature, kind)

    def action_sign_sales(self, signature, kind='drawn'):
        self._sign_staff('sales', signature, kind)

    def action_check_before_signing(self):
        """Asked before the box opens, so that the buyer signs nothing that is refused afterwards."""
        self.ensure_one()
        self.check_access('write')
        self._check_open()
        self._check_ready()
        self._check_answered('checklist')
        if not (self.signatory or '').strip():
            raise UserError(self.env._("%(handover)s: the buyer writes his name first.", handover=self.display_name))

    # === BUSINESS METHODS ===#

    def _sign_staff(self, who, signature, kind):
        self.ensure_one()
        self.check_access('write')
        self._check_signer(who)
        self._claim_for_update()
        self._check_open()
        if not signature:
            raise UserError(self.env._("%(handover)s: sign first.", handover=self.display_name))
        if who in INSPECTORS:
            self._check_may_sign_inspection(INSPECTORS[who])
        elif self.state != 'ready':
            raise UserError(self.env._(
                "%(handover)s: sales signs when the car is ready.", handover=self.display_name))
        self.sudo().write({  # sudo: who signed, and how, is the system's
            f'{who}_id': self.env.uid, f'{who}_signature': signature, f'{who}_kind': kind})

    def _check_signer(self, who):
        if not self.env.user.has_group(SIGNERS[who]):
            raise AccessError(self.env._(
                "%(handover)s is signed here by: %(role)s.", handover=self.display_name,
                role=self.env.ref(SIGNERS[who]).sudo().name))

    def _check_may_sign_inspection(self, other):
        if self.state != 'open':
            raise UserError(self.env._(
                "%(handover)s: the inspection is signed while the car is being inspected.", handover=self.display_name))
        if self[f'{other}_id'] == self.env.user:
            raise UserError(self.env._(
                "%(handover)s: %(user)s has signed as the other one already. Technician and inspector are two people.",
                handover=self.display_name, user=self.env.user.name))
        self._check_answered('inspection')

    def _take_back_signatures(self, *signers):
        """What they signed for has changed: they look and sign again."""
        living = self.filtered(lambda handover: not handover._is_frozen())
        if 'technician' in signers:
            for handover in living.filtered(lambda handover: handover.state == 'ready'):
                handover._transition('open')
        for who in signers:
            living.filtered(f'{who}_id').sudo().write(  # sudo: who signed is the system's
                {f'{who}_{part}': False for part in ('id', 'signature', 'kind')})
