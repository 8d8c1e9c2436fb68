from odoo import fields, models


class AftersalesClaim(models.Model):
    """From the draft to the money: who may move a claim, and what is stamped."""
    _inherit = 'aftersales.claim'
    _transitions = {
        'draft': dict.fromkeys(('checked', 'withdrawn'), 'aftersales.group_claims'),
        'checked': dict.fromkeys(('draft', 'submitted', 'withdrawn'), 'aftersales.group_claims'),
        'submitted': {
            'questioned': 'aftersales.group_claims', 'decided': 'aftersales.group_claims',
            'withdrawn': 'aftersales.group_withdraw_claim'},
        'questioned': {'answered': 'aftersales.group_claims', 'decided': 'aftersales.group_claims',
                       'withdrawn': 'aftersales.group_withdraw_claim'},
        'answered': {'questioned': 'aftersales.group_claims', 'decided': 'aftersales.group_claims',
                     'withdrawn': 'aftersales.group_withdraw_claim'},
        # What is credited and settled follows the books: the guards ask them, whoever brought the money in.
        'decided': {'appealed': 'aftersales.group_claims', 'credited': None, 'settled': None},
        'appealed': {'decided': 'aftersales.group_claims'},
        'credited': {'appealed': 'aftersales.group_claims', 'settled': None, 'decided': None},
        'settled': {'decided': None},
        'withdrawn': {},
    }

    # === GUARDS: each room and file adds its own by super() ===#

    def _check_checked(self):
        """Nothing may be missing, late, doubled or above what is allowed."""

    def _check_submitted(self):
        pass

    def _check_decided(self):
        """Every line has its answer."""

    def _check_settled(self):
        """Nothing is open any more."""

    # === WHAT FOLLOWS ===#

    def _after_submitted(self, source):
        self.sudo().submitted_date = fields.Datetime.now()  # sudo: a stamp of the system

    def _after_decided(self, source):
        self.sudo().decided_date = fields.Datetime.now()  # sudo: as above

    def _after_credited(self, source):
        self.sudo().credited_date = fields.Datetime.now()  # sudo: as above

    def _after_settled(self, source):
        self.sudo().settled_date = fields.Datetime.now()  # sudo: as above
