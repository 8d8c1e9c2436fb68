from odoo import models


class AftersalesRescuePromise(models.Model):
    """A spare car is brought as fast as the agreement says."""
    _inherit = 'aftersales.rescue.promise'

    def _find_agreements(self):
        """:return: dict of promise: the agreement in force when help was called for, or none"""
        agreements = self.rescue_id._find_agreements()
        return {promise: agreements[promise.rescue_id] for promise in self}
