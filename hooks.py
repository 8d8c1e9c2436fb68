from odoo.tools import SQL


def uninstall_hook(env):
    """Remove the number sequences of outlets and companies: made with each of them, no data file knows them."""
    give_logos_back(env)
    outlets = env['aftersales.workshop'].with_context(active_test=False).search([])
    sequences = outlets.sequence_id
    outlets.sequence_id = False
    outlets.flush_recordset(['sequence_id'])
    sequences |= env['ir.sequence'].search([
        ('code', 'in', ('aftersales.appointment', 'aftersales.free.issue', 'aftersales.old.part'))])
    sequences.unlink()


def give_logos_back(env):
    """Fleet alone keeps for each car a file of the logo of its make, which we read at the make."""
    env['ir.attachment'].flush_model()
    env.cr.execute(SQL("DELETE FROM ir_attachment WHERE res_model = 'fleet.vehicle' AND res_field = 'image_128'"))
    env.cr.execute(SQL(
        """
        INSERT INTO ir_attachment (name, res_model, res_field, res_id, type, store_fname, db_datas, checksum, file_size,
                                   mimetype, create_uid, create_date, write_uid, write_date)
             SELECT logo.name, 'fleet.vehicle', logo.res_field, car.id, logo.type, logo.store_fname, logo.db_datas,
                    logo.checksum, logo.file_size, logo.mimetype, %(user)s, NOW() AT TIME ZONE 'UTC', %(user)s,
                    NOW() AT TIME ZONE 'UTC'
               FROM fleet_vehicle AS car JOIN ir_attachment AS logo
                 ON logo.res_model = 'fleet.vehicle.model' AND logo.res_field = 'image_128' AND logo.res_id = car.model_id
        """, user=env.uid))
    env['ir.attachment'].invalidate_model()
