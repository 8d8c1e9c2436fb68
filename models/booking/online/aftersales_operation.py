from odoo import models


class AftersalesOperation(models.Model):
    _name = 'aftersales.operation'
    _inherit = ['aftersales.operation', 'aftersales.online.mixin']
